package io.sluice.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The house of docs/architecture.md, held by a test: floors, and each vendor in its own package. */
@AnalyzeClasses(packages = "io.sluice", importOptions = DoNotIncludeTests.class)
class HouseTest {
    private static final String[] THINKING = {
        "io.sluice.gateway.access..",
        "io.sluice.gateway.spool..",
        "io.sluice.gateway.batch..",
        "io.sluice.gateway.ledger..",
        "io.sluice.ingest.screen..",
        "io.sluice.jobs.rollup..",
        "io.sluice.api.hub..",
        "io.sluice.api.ledger..",
        "io.sluice.simulator.oracle..",
        "io.sluice.model.."
    };

    /**
     * Apps meet at topics, never in Java: only the roof knows them all. The benchmarks start what the launcher starts.
     */
    @ArchTest
    static final ArchRule arrows_go_down_only = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("launcher")
            .definedBy("io.sluice.launcher..")
            .layer("benchmarks")
            .definedBy("io.sluice.bench..")
            .layer("gateway")
            .definedBy("io.sluice.gateway..")
            .layer("ingest")
            .definedBy("io.sluice.ingest..")
            .layer("jobs")
            .definedBy("io.sluice.jobs..")
            .layer("api")
            .definedBy("io.sluice.api..")
            .layer("simulator")
            .definedBy("io.sluice.simulator..")
            .layer("model")
            .definedBy("io.sluice.model..")
            .layer("kit")
            .definedBy("io.sluice.kit..")
            .whereLayer("benchmarks")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("launcher")
            .mayOnlyBeAccessedByLayers("benchmarks")
            .whereLayer("gateway")
            .mayOnlyBeAccessedByLayers("launcher", "benchmarks")
            .whereLayer("ingest")
            .mayOnlyBeAccessedByLayers("launcher", "benchmarks")
            .whereLayer("jobs")
            .mayOnlyBeAccessedByLayers("launcher", "benchmarks")
            .whereLayer("api")
            .mayOnlyBeAccessedByLayers("launcher", "benchmarks")
            .whereLayer("simulator")
            .mayOnlyBeAccessedByLayers("launcher", "benchmarks")
            .whereLayer("model")
            .mayNotAccessAnyLayer()
            .whereLayer("kit")
            .mayNotAccessAnyLayer();

    /** The thinking can be read, tested and simulated without an engine. */
    @ArchTest
    static final ArchRule the_thinking_knows_no_engine = noClasses()
            .that()
            .resideInAnyPackage(THINKING)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..",
                    "org.apache.flink..",
                    "io.moquette..",
                    "io.netty..",
                    "org.eclipse.jetty..",
                    "org.eclipse.paho..");

    @ArchTest
    static final ArchRule kafka_lives_in_kafka_packages_and_the_job = noClasses()
            .that(resideInAnyPackage(
                    "io.sluice.gateway.mqtt..",
                    "io.sluice.gateway.bridge..",
                    "io.sluice.api.http..",
                    "io.sluice.kit..",
                    "io.sluice.simulator.."))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule netty_and_moquette_live_at_the_mqtt_doors = noClasses()
            .that()
            .resideOutsideOfPackages("io.sluice.gateway.mqtt..", "io.sluice.simulator.mqtt..", "io.sluice.bench.mqtt..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "io.moquette..");

    @ArchTest
    static final ArchRule paho_lives_at_the_bridge_and_in_the_simulator = noClasses()
            .that()
            .resideOutsideOfPackages("io.sluice.gateway.bridge..", "io.sluice.simulator.mqtt..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.eclipse.paho..");

    @ArchTest
    static final ArchRule jetty_lives_in_http = noClasses()
            .that()
            .resideOutsideOfPackage("io.sluice.api.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.eclipse.jetty..");

    @ArchTest
    static final ArchRule cryptography_lives_in_access_and_where_certificates_are_made = noClasses()
            .that()
            .resideOutsideOfPackages("io.sluice.gateway.access..", "io.sluice.simulator.certificate..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bouncycastle..", "com.nimbusds..");

    /** So a simulation that puts another disk in the place of that one has replaced all of it. */
    @ArchTest
    static final ArchRule the_spool_meets_the_disk_in_files = noClasses()
            .that()
            .resideInAPackage("io.sluice.gateway.spool")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "java.nio.channels..");

    @ArchTest
    static final ArchRule the_disk_knows_nothing_of_the_spool = noClasses()
            .that()
            .resideInAPackage("io.sluice.gateway.spool.files")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.sluice.gateway.spool");

    @ArchTest
    static final ArchRule packages_know_each_other_one_way = slices().matching("io.sluice.(*).(*)..")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(alwaysTrue(), resideInAnyPackage("io.sluice.model..proto"));

    /** Those within a package do not know what they are within: the way of a packet is the way down the folders. */
    @ArchTest
    static final ArchRule the_gateways_packages_know_each_other_one_way =
            slices().matching("io.sluice.gateway.(**)").should().beFreeOfCycles();

    /** So the entry point is where one begins to read, and all it starts can be read without it. */
    @ArchTest
    static final ArchRule the_launchers_packages_know_each_other_one_way =
            slices().matching("io.sluice.(launcher..)").should().beFreeOfCycles();

    /** The decoder knows the readers of its formats, these what they share; what a rejection is knows none of them. */
    @ArchTest
    static final ArchRule the_models_packages_know_each_other_one_way =
            slices().matching("io.sluice.model.(**)").should().beFreeOfCycles();
}
