package io.sluice.gateway.mqtt.connect;

import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_BANNED;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_CONNECTION_RATE_EXCEEDED;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_QUOTA_EXCEEDED;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_BUSY;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE;

import io.sluice.gateway.access.Denial;

/** What a client is told that is not let in. It learns no more of why than the codes say. */
final class ProofRefusals {
    private static final ConnectRules.Refusal NOT_AUTHORIZED =
            new ConnectRules.Refusal(CONNECTION_REFUSED_NOT_AUTHORIZED_5, CONNECTION_REFUSED_NOT_AUTHORIZED);
    private static final ConnectRules.Refusal BAD_CREDENTIALS = new ConnectRules.Refusal(
            CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD, CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD);
    private static final ConnectRules.Refusal BUSY =
            new ConnectRules.Refusal(CONNECTION_REFUSED_SERVER_BUSY, CONNECTION_REFUSED_SERVER_UNAVAILABLE);

    private static final ConnectRules.Refusal BANNED =
            new ConnectRules.Refusal(CONNECTION_REFUSED_BANNED, CONNECTION_REFUSED_NOT_AUTHORIZED);
    private static final ConnectRules.Refusal CONNECT_RATE = new ConnectRules.Refusal(
            CONNECTION_REFUSED_CONNECTION_RATE_EXCEEDED, CONNECTION_REFUSED_SERVER_UNAVAILABLE);
    private static final ConnectRules.Refusal QUOTA =
            new ConnectRules.Refusal(CONNECTION_REFUSED_QUOTA_EXCEEDED, CONNECTION_REFUSED_SERVER_UNAVAILABLE);

    private ProofRefusals() {}

    static ConnectRules.Refusal codesOf(Denial reason) {
        return switch (reason) {
            case NO_CREDENTIALS, NO_DEVICE, NO_PROOF_POSSIBLE, FOREIGN_WILL -> NOT_AUTHORIZED;
            case BAD_PASSWORD, BAD_TOKEN, EXPIRED -> BAD_CREDENTIALS;
            case BUSY -> BUSY;
            case BANNED -> BANNED;
            case CONNECT_RATE -> CONNECT_RATE;
            case TOO_MANY_CONNECTIONS -> QUOTA;
        };
    }
}
