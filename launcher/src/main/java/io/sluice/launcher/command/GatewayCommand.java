package io.sluice.launcher.command;

import io.sluice.gateway.EdgeGateway;
import io.sluice.gateway.GatewaySettings;
import io.sluice.kit.lifecycle.ServiceContext;
import io.sluice.kit.settings.Settings;
import io.sluice.launcher.local.MqttListeners;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

@Command(name = "gateway", description = "The MQTT gateway alone, against an external Kafka (kafka.bootstrap).")
final class GatewayCommand extends ServiceCommand<EdgeGateway> {
    GatewayCommand() {
        super(9401, GatewaySettings.all(), GatewaySettings.checks());
    }

    @Override
    boolean createsTopics() {
        return false;
    }

    @Override
    EdgeGateway service(Settings settings, ServiceContext context) throws Exception {
        return new EdgeGateway(settings, context);
    }

    @Override
    void announce(EdgeGateway gateway, String host, PrintWriter out) {
        MqttListeners.of(gateway, host).print(out);
    }
}
