package plumbline.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/** What the runtime may reach, and that real time, threads and randomness come in by two doors only. */
@AnalyzeClasses(packages = "plumbline.runtime", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule theRuntimeKnowsTheCoreTheJdkAndTheLogAlone = classes()
            .that()
            .resideInAPackage("plumbline.runtime..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("plumbline.runtime..", "plumbline.core", "java..", "org.slf4j");

    @ArchTest
    static final ArchRule realTimeThreadsAndRandomnessComeInByTwoDoorsOnly = noClasses()
            .that()
            .doNotBelongToAnyOf(SystemClock.class, ServerThread.class)
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Thread.class, Executors.class, ThreadLocalRandom.class, Random.class, Instant.class)
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule noLocksAroundTheState = noClasses()
            .that()
            .resideInAPackage("plumbline.runtime")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.concurrent.locks..");

    @ArchTest
    static final ArchRule noMethodOfTheServerIsSynchronized = noMethods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage("plumbline.runtime")
            .should()
            .haveModifier(JavaModifier.SYNCHRONIZED);

    @ArchTest
    static final ArchRule theServerDoesNotKnowWhatStandsInForDisksAndNetworks = noClasses()
            .that()
            .resideInAPackage("plumbline.runtime")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("plumbline.runtime.memory");
}
