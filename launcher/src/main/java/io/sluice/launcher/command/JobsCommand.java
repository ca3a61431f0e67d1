package io.sluice.launcher.command;

import io.sluice.jobs.JobsSettings;
import io.sluice.jobs.StreamJobs;
import io.sluice.kit.lifecycle.ServiceContext;
import io.sluice.kit.settings.Settings;
import java.util.List;
import picocli.CommandLine.Command;

@Command(name = "jobs", description = "The rollup jobs alone, against an external Kafka (kafka.bootstrap).")
final class JobsCommand extends ServiceCommand<StreamJobs> {
    JobsCommand() {
        super(9403, JobsSettings.all(), List.of());
    }

    @Override
    StreamJobs service(Settings settings, ServiceContext context) throws Exception {
        return new StreamJobs(settings, context);
    }
}
