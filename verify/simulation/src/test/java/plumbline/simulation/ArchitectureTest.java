package plumbline.simulation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/** What a simulated run does depends on its seed alone. */
@AnalyzeClasses(packages = "plumbline.simulation", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule realTimeAndRandomnessStayOutOfSimulatedRuns = noClasses()
            .that()
            .resideOutsideOfPackage("plumbline.simulation.cli")
            .and()
            .doNotBelongToAnyOf(RealPace.class)
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Executors.class, ThreadLocalRandom.class, Random.class, Instant.class)
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "identityHashCode", Object.class)
            .orShould()
            .callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule theCommandLineIsOnTop = classes()
            .that()
            .resideInAPackage("plumbline.simulation.cli")
            .should()
            .onlyBeAccessed()
            .byClassesThat()
            .resideInAPackage("plumbline.simulation.cli");

    @ArchTest
    static final ArchRule noPackagesGoInCircles =
            slices().matching("plumbline.simulation.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theCheckerTheRuntimeAndTheStoreAreAllItKnows = classes()
            .that()
            .resideInAPackage("plumbline.simulation..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "plumbline.simulation..",
                    "plumbline.runtime..",
                    "plumbline.core",
                    "plumbline.checker..",
                    "plumbline.server.store",
                    "plumbline.server.wire",
                    "com.google.protobuf",
                    "java..",
                    "picocli",
                    "com.fasterxml.jackson..",
                    "org.jspecify..");
}
