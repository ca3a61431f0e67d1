package io.sluice.api;

import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Setting;
import java.util.ArrayList;
import java.util.List;

/** What can be set for the dashboard API. */
public final class ApiSettings {
    public static final Setting<Integer> HTTP_PORT = Setting.integer("http.port")
            .between(0, 65535)
            .defaultsTo(8080)
            .meaning("dashboard, API and stream")
            .build();

    public static final Setting<String> HTTP_CORS_ORIGIN = Setting.text("http.cors-origin")
            .matching("\\*|https?://[A-Za-z0-9.:\\[\\]-]+")
            .optional()
            .meaning("origin whose pages may read the API, or * for all; without it only the dashboard's own")
            .build();

    public static final Setting<Integer> STREAM_VIEWERS = Setting.integer("stream.viewers")
            .between(1, 1_000_000)
            .defaultsTo(20_000)
            .meaning("streams open at a time; one more is told bye")
            .build();

    public static final Setting<Long> HISTORY_BYTES = Setting.bytes("history.bytes")
            .atLeast(1L << 20)
            .defaultsTo(64L << 20)
            .unit("bytes")
            .meaning("heap for the history of each tier; beyond it the oldest goes before its time")
            .build();

    private ApiSettings() {}

    public static List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>(CommonSettings.all());
        all.addAll(List.of(HTTP_PORT, HTTP_CORS_ORIGIN, STREAM_VIEWERS, HISTORY_BYTES));
        return List.copyOf(all);
    }
}
