package plumbline.checker.cli;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import plumbline.checker.property.Property;

/** Which properties to check. */
final class PropertiesOption {
    @Option(
            names = "--properties",
            paramLabel = "LIST",
            description = "Check these only, by name, with commas between (default: all).")
    private @Nullable String properties;

    /** @throws BadUsageException if there is no property of a name, with all that there are */
    Set<Property> chosen() {
        if (properties == null) {
            return EnumSet.allOf(Property.class);
        }
        Set<Property> chosen = EnumSet.noneOf(Property.class);
        for (String title : properties.split(",", -1)) {
            chosen.add(Property.named(title.strip())
                    .orElseThrow(() -> new BadUsageException(
                            "--properties names '" + title.strip() + "', must be some of " + Property.titles())));
        }
        return chosen;
    }
}
