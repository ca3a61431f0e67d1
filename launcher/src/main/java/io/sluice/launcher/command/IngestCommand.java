package io.sluice.launcher.command;

import io.sluice.ingest.Ingest;
import io.sluice.ingest.IngestSettings;
import io.sluice.kit.lifecycle.ServiceContext;
import io.sluice.kit.settings.Settings;
import java.util.List;
import picocli.CommandLine.Command;

@Command(name = "ingest", description = "Screening alone, against an external Kafka (kafka.bootstrap).")
final class IngestCommand extends ServiceCommand<Ingest> {
    IngestCommand() {
        super(9402, IngestSettings.all(), List.of());
    }

    @Override
    Ingest service(Settings settings, ServiceContext context) {
        return new Ingest(settings, context);
    }
}
