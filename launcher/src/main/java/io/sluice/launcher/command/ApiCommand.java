package io.sluice.launcher.command;

import io.sluice.api.ApiSettings;
import io.sluice.api.DashboardApi;
import io.sluice.kit.lifecycle.ServiceContext;
import io.sluice.kit.settings.Settings;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;

@Command(name = "api", description = "Dashboard, API and stream alone, against an external Kafka (kafka.bootstrap).")
final class ApiCommand extends ServiceCommand<DashboardApi> {
    ApiCommand() {
        super(9404, ApiSettings.all(), List.of());
    }

    @Override
    DashboardApi service(Settings settings, ServiceContext context) throws Exception {
        return new DashboardApi(settings, context);
    }

    @Override
    void announce(DashboardApi api, String host, PrintWriter out) {
        out.printf("dashboard  http://%s:%d%n", host, api.httpPort());
    }
}
