package plumbline.checker.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Stands in for a subcommand of a module that is not there. */
@Command(mixinStandardHelpOptions = true, versionProvider = Plumb.Version.class)
final class ElsewhereCommand implements Callable<Integer> {
    private final String name;
    private final String module;

    @Unmatched
    private final List<String> ignored = new ArrayList<>();

    ElsewhereCommand(String name, String module) {
        this.name = name;
        this.module = module;
    }

    @Override
    public Integer call() {
        throw new BadInputException(name + " is in the module " + module
                + ", which is not built here; in the project's folder, mvn -B -q package -DskipTests builds it");
    }
}
