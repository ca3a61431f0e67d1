package io.sluice.kit.settings;

import java.nio.file.Path;
import java.util.List;

/** The settings that several services share. */
public final class CommonSettings {
    public static final Setting<Path> DATA_DIR = Setting.path("data.dir")
            .defaultsTo(Path.of("./sluice-data"))
            .meaning("broker data, spool and checkpoints; files it does not know are left alone")
            .build();

    public static final Setting<String> BIND_ADDRESS = Setting.text("bind.address")
            .defaultsTo("127.0.0.1")
            .meaning(
                    "the address of all listeners but the embedded broker's, which stays on loopback: it knows nobody by name, and"
                            + " tells its clients an address of its own")
            .build();

    public static final Setting<Boolean> ALLOW_ANONYMOUS = Setting.flag("allow.anonymous")
            .defaultsTo(false)
            .meaning("permits a bind address beyond loopback without authentication, with a warning at each start")
            .build();

    private static final String HOST_AND_PORT = "(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+):[0-9]{1,5}";

    public static final Setting<String> KAFKA_BOOTSTRAP = Setting.text("kafka.bootstrap")
            .matching(HOST_AND_PORT + "(," + HOST_AND_PORT + ")*")
            .optional()
            .meaning("host:port of the Kafka cluster of a single service, several separated by commas")
            .build();

    public static final Setting<String> TOPIC_PREFIX = Setting.text("topic.prefix")
            .matching("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")
            .defaultsTo("telemetry")
            .meaning("first part of the name of every Kafka topic")
            .build();

    public static final Setting<Integer> PARTITIONS = Setting.integer("partitions")
            .between(1, 12)
            .defaultsTo(12)
            .meaning(
                    "partitions of the topics, fixed when they are created; 4 on the embedded broker; the ids of the stream"
                            + " have room for 12")
            .build();

    public static final Setting<String> LOG_FORMAT = Setting.oneOf("log.format", "text", "json")
            .defaultsTo("text")
            .meaning("how log lines on stderr are written")
            .build();

    public static final Setting<Integer> ADMIN_PORT = Setting.integer("admin.port")
            .between(0, 65535)
            .defaultsTo(9400)
            .meaning("metrics and health; alone, gateway 9401, ingest 9402, jobs 9403, api 9404")
            .build();

    public static final Setting<Path> HTTP_TOKEN_FILE = Setting.file("http.token-file")
            .optional()
            .meaning("tokens, one a line: dashboard, API and metrics ask for one, as Bearer or as a Basic password;"
                    + " /health does not")
            .build();

    private CommonSettings() {}

    public static List<Setting<?>> all() {
        return List.of(
                DATA_DIR,
                BIND_ADDRESS,
                ALLOW_ANONYMOUS,
                KAFKA_BOOTSTRAP,
                TOPIC_PREFIX,
                PARTITIONS,
                LOG_FORMAT,
                ADMIN_PORT,
                HTTP_TOKEN_FILE);
    }
}
