package plumbline.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which part of the server knows which, and which library. */
@AnalyzeClasses(packages = "plumbline", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String SERVER = "plumbline.server";

    @ArchTest
    static final ArchRule dependenciesPointOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("wire")
            .definedBy(SERVER + ".wire")
            .layer("store")
            .definedBy(SERVER + ".store")
            .layer("storage")
            .definedBy(SERVER + ".storage")
            .layer("net")
            .definedBy(SERVER + ".net")
            .layer("client")
            .definedBy(SERVER + ".client")
            .layer("record")
            .definedBy(SERVER + ".record")
            .layer("http")
            .definedBy(SERVER + ".http")
            .layer("server")
            .definedBy(SERVER)
            .layer("cli")
            .definedBy(SERVER + ".cli")
            .whereLayer("wire")
            .mayNotAccessAnyLayer()
            .whereLayer("store")
            .mayOnlyAccessLayers("wire")
            .whereLayer("storage")
            .mayNotAccessAnyLayer()
            .whereLayer("net")
            .mayOnlyAccessLayers("wire")
            .whereLayer("client")
            .mayOnlyAccessLayers("wire", "store", "net")
            .whereLayer("record")
            .mayNotAccessAnyLayer()
            .whereLayer("http")
            .mayNotAccessAnyLayer()
            .whereLayer("server")
            .mayOnlyAccessLayers("store", "storage", "net")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule theStoreRunsInSimulationsToo = classes()
            .that()
            .resideInAPackage(SERVER + ".store")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    SERVER + ".store",
                    SERVER + ".wire",
                    "plumbline.runtime",
                    "plumbline.core",
                    "java..",
                    "com.google.protobuf",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule onlyTheStorageKnowsRocksDb = noClasses()
            .that()
            .resideOutsideOfPackage(SERVER + ".storage")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.rocksdb..");

    @ArchTest
    static final ArchRule onlyNetworkAndClientKnowNetty = noClasses()
            .that()
            .resideOutsideOfPackages(SERVER + ".net", SERVER + ".client")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule theServerKnowsNothingOfTheChecker =
            noClasses().should().dependOnClassesThat().resideInAPackage("plumbline.checker..");
}
