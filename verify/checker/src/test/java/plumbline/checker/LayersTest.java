package plumbline.checker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Dependencies point one way: world, property, explore, trace, cli, each to those before it, and all to the core. Beside
 * explore stand the random schedules of simulate, and the known bugs, which only the command line knows. Beside
 * spec stand the pages of view, and the walks that use them.
 */
@AnalyzeClasses(packages = "plumbline", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {
    private static final String CHECKER = "plumbline.checker.";

    @ArchTest
    static final ArchRule eachLayerKnowsOnlyThoseBelowIt = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("core")
            .definedBy("plumbline.core")
            .layer("world")
            .definedBy(CHECKER + "world")
            .layer("property")
            .definedBy(CHECKER + "property")
            .layer("explore")
            .definedBy(CHECKER + "explore")
            .layer("knownbug")
            .definedBy(CHECKER + "knownbug")
            .layer("trace")
            .definedBy(CHECKER + "trace")
            .layer("simulate")
            .definedBy(CHECKER + "simulate")
            .layer("spec")
            .definedBy(CHECKER + "spec")
            .layer("view")
            .definedBy(CHECKER + "view")
            .layer("walk")
            .definedBy(CHECKER + "walk")
            .layer("linearize")
            .definedBy(CHECKER + "linearize")
            .layer("cli")
            .definedBy(CHECKER + "cli")
            .whereLayer("core")
            .mayNotAccessAnyLayer()
            .whereLayer("world")
            .mayOnlyAccessLayers("core")
            .whereLayer("property")
            .mayOnlyAccessLayers("core", "world")
            .whereLayer("explore")
            .mayOnlyAccessLayers("core", "world", "property")
            .whereLayer("knownbug")
            .mayOnlyAccessLayers("core", "world", "property")
            .whereLayer("knownbug")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("trace")
            .mayOnlyAccessLayers("core", "world", "property", "explore")
            .whereLayer("simulate")
            .mayOnlyAccessLayers("core", "world", "property")
            .whereLayer("view")
            .mayOnlyAccessLayers("core", "world", "property", "trace", "explore")
            .whereLayer("walk")
            .mayOnlyAccessLayers("core", "world", "property", "trace", "explore", "view")
            .whereLayer("spec")
            .mayOnlyAccessLayers("core", "world", "property", "explore", "simulate", "trace")
            .whereLayer("linearize")
            .mayNotAccessAnyLayer()
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule everyPackageOfTheCheckerIsALayer = classes()
            .that()
            .resideInAPackage("plumbline.checker..")
            .should()
            .resideInAnyPackage(
                    CHECKER + "world",
                    CHECKER + "property",
                    CHECKER + "explore",
                    CHECKER + "knownbug",
                    CHECKER + "trace",
                    CHECKER + "simulate",
                    CHECKER + "spec",
                    CHECKER + "view",
                    CHECKER + "walk",
                    CHECKER + "linearize",
                    CHECKER + "cli");

    @ArchTest
    static final ArchRule theCoreKnowsNothingOfTheChecker = noClasses()
            .that()
            .resideInAPackage("plumbline.core..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("plumbline.checker..");

    @ArchTest
    static final ArchRule noPackagesGoInCircles =
            slices().matching("plumbline.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheCommandLineTouchesTheProcess = noClasses()
            .that()
            .resideOutsideOfPackage(CHECKER + "cli")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "exit", int.class);
}
