package plumbline.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The core is a function: it cannot reach anything whose answer might be another one the next time. */
final class PurityTest {
    /** All of the JDK that the core may use. Whoever adds to it looks for clocks, randomness, threads, I/O and hash seeds. */
    private static final Set<String> USED_OF_THE_JDK = Set.of(
            "java.lang.Class", // of the signatures of records
            "java.lang.IllegalArgumentException",
            "java.lang.IndexOutOfBoundsException",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Math",
            "java.lang.Object",
            "java.lang.Record",
            "java.lang.String",
            "java.lang.StringBuilder",
            "java.nio.ByteBuffer",
            "java.nio.charset.Charset",
            "java.nio.charset.StandardCharsets",
            "java.util.ArrayList",
            "java.util.Arrays",
            "java.util.Iterator",
            "java.util.List",
            "java.util.function.Function",
            "java.util.function.IntFunction",
            "java.util.function.Supplier",
            "java.util.stream.Stream");

    /** Methods of those classes that would not do all the same. */
    private static final Set<String> NOT_EVEN_OF_THESE = Set.of(
            "java.lang.Math.random",
            "java.lang.Class.forName",
            "java.lang.Object.wait",
            "java.lang.Object.notify",
            "java.lang.Object.notifyAll",
            "java.lang.Object.hashCode", // of identity, and so another one in the next run
            "java.lang.Object.toString",
            "java.util.Arrays.parallelSort",
            "java.util.Arrays.parallelSetAll",
            "java.util.Arrays.parallelPrefix",
            "java.util.stream.Stream.parallel",
            "java.util.stream.Stream.generate",
            "java.util.List.parallelStream",
            "java.nio.charset.Charset.defaultCharset");

    private static Path classes() throws URISyntaxException {
        return Path.of(
                Raft.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    static {
        // The names of what is used are enough; reading the JDK itself takes seconds.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    }

    private static ModuleReference module() throws URISyntaxException {
        return ModuleFinder.of(classes()).find("plumbline.core").orElseThrow();
    }

    private static JavaClasses core() throws URISyntaxException {
        URI classes = classes().toUri();
        URI root = Files.isDirectory(classes()) ? classes : URI.create("jar:" + classes + "!/");
        return new ClassFileImporter().importLocations(Set.of(Location.of(root)));
    }

    @Test
    void theModuleRequiresNothingButJavaBaseAndOffersNothingButItsPackage() throws URISyntaxException {
        ModuleDescriptor module = module().descriptor();

        assertEquals(
                Set.of("java.base"),
                module.requires().stream().map(ModuleDescriptor.Requires::name).collect(Collectors.toSet()));
        assertEquals(
                Set.of("plumbline.core"),
                module.exports().stream().map(ModuleDescriptor.Exports::source).collect(Collectors.toSet()));
        assertTrue(module.exports().stream().noneMatch(ModuleDescriptor.Exports::isQualified));
        assertFalse(module.isOpen());
        assertEquals(Set.of(), module.opens());
        assertEquals(Set.of(), module.uses());
        assertEquals(Set.of(), Set.copyOf(module.provides()));
    }

    @Test
    void allClassesOfTheCoreAreLookedAt() throws URISyntaxException, IOException {
        try (ModuleReader reader = module().open()) {
            long compiled = reader.list()
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                    .count();
            assertEquals(
                    compiled,
                    core().stream()
                            .filter(each -> !each.getSimpleName().endsWith("-info"))
                            .count());
        }
    }

    @Test
    void noClassReachesAClockRandomnessThreadsInputOutputOrAnythingNotOnTheList() throws URISyntaxException {
        assertEquals(List.of(), impurities(core()));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                ReadsTheClock.class,
                ReadsTheTime.class,
                DrawsARandomNumber.class,
                DrawsFromMath.class,
                StartsAThread.class,
                TakesALock.class,
                Prints.class,
                ReadsAFile.class,
                IteratesInTheOrderOfAHashSeed.class,
                HashesByIdentity.class,
                KeepsAMutableStatic.class,
                KeepsAStaticArray.class,
                KeepsAMutableField.class
            })
    void eachKindOfImpurityIsSeen(Class<?> impure) {
        assertFalse(impurities(new ClassFileImporter().importClasses(impure)).isEmpty());
    }

    private static List<String> impurities(JavaClasses classes) {
        Set<String> found = new TreeSet<>();
        for (JavaClass each : classes) {
            each.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(target -> !target.isPrimitive()
                            && !target.getPackageName().equals("plumbline.core")
                            && !USED_OF_THE_JDK.contains(target.getName()))
                    .forEach(target -> found.add(each.getName() + " uses " + target.getName()));
            for (JavaMethodCall call : each.getMethodCallsFromSelf()) {
                String method = call.getTargetOwner().getName() + "." + call.getName();
                if (NOT_EVEN_OF_THESE.contains(method)) {
                    found.add(each.getName() + " calls " + method);
                }
            }
            each.getFields().forEach(field -> found.addAll(mutability(field)));
            each.getMethods().stream()
                    .filter(method -> method.getModifiers().contains(JavaModifier.SYNCHRONIZED))
                    .forEach(method -> found.add(method.getFullName() + " takes a lock"));
        }
        return List.copyOf(found);
    }

    /** Every field is final; a static one is moreover of a type that nobody can change. */
    private static List<String> mutability(JavaField field) {
        List<String> found = new ArrayList<>();
        if (!field.getModifiers().contains(JavaModifier.FINAL)) {
            found.add(field.getFullName() + " is not final");
        }
        JavaClass type = field.getRawType();
        boolean value = type.isPrimitive()
                || type.getName().equals("java.lang.String")
                || (type.getPackageName().equals("plumbline.core") && !type.isArray());
        if (field.getModifiers().contains(JavaModifier.STATIC) && !value) {
            found.add(field.getFullName() + " is static and may change");
        }
        return found;
    }

    /** {@link Servers} asks every step twice; here, also that what went in is as it was, and that replays agree. */
    @Property(tries = 50, shrinking = ShrinkingMode.OFF)
    void equalSchedulesGiveEqualStatesAndChangeNothingThatWentIn(@ForAll long seed) {
        Schedule one = new Schedule(seed, Cluster.of(3));
        Schedule other = new Schedule(seed, Cluster.of(3));
        Map<ServerState, String> seen = new HashMap<>();
        for (int i = 0; i < 150; i++) {
            one.servers().states().forEach(state -> seen.putIfAbsent(state, state.toString()));
            one.act();
            other.act();
            assertEquals(one.servers().states(), other.servers().states());
            assertEquals(
                    one.servers().states().toString(), other.servers().states().toString());
        }
        assertEquals(one.servers().everSent(), other.servers().everSent());
        seen.forEach((state, text) -> assertEquals(text, state.toString()));
    }

    // What the core must not do, done in small.

    static final class ReadsTheClock {
        long now() {
            return System.nanoTime();
        }
    }

    static final class ReadsTheTime {
        Object now() {
            return Instant.now();
        }
    }

    static final class DrawsARandomNumber {
        int draw() {
            return new Random().nextInt();
        }
    }

    static final class DrawsFromMath {
        double draw() {
            return Math.random();
        }
    }

    static final class StartsAThread {
        void start() {
            new Thread(() -> {}).start();
        }
    }

    static final class TakesALock {
        synchronized void lock() {}
    }

    static final class Prints {
        void print() {
            System.out.println();
        }
    }

    static final class ReadsAFile {
        boolean read() {
            return Files.exists(Path.of("."));
        }
    }

    static final class IteratesInTheOrderOfAHashSeed {
        String first() {
            return Set.of("a", "b").iterator().next();
        }
    }

    static final class HashesByIdentity {
        int hash(Object any) {
            return any.hashCode();
        }
    }

    static final class KeepsAMutableStatic {
        static int count;
    }

    static final class KeepsAStaticArray {
        static final int[] COUNTS = new int[1];

        int sum() {
            return Arrays.stream(COUNTS).sum();
        }
    }

    static final class KeepsAMutableField {
        int count;
    }
}
