package io.sluice.gateway.access;

import io.sluice.kit.settings.Setting;
import java.nio.file.Path;
import java.util.List;

/** Settings that say who may connect. */
public final class AccessSettings {
    public static final Setting<Path> PASSWORDS = Setting.file("mqtt.passwords")
            .optional()
            .meaning("file of users, kept by ./sluice password: name, devices, hash; read again when it changes")
            .build();

    public static final Setting<Path> JWT_KEYS = Setting.file("mqtt.jwt.keys")
            .optional()
            .meaning("JWK set or PEM file of public keys: a JWT signed by one of them serves as password; read again"
                    + " when it changes")
            .build();

    public static final Setting<String> JWT_ISSUER = Setting.text("mqtt.jwt.issuer")
            .optional()
            .meaning("the iss that a JWT must have; without it any")
            .build();

    public static final Setting<String> JWT_AUDIENCE = Setting.text("mqtt.jwt.audience")
            .defaultsTo("sluice")
            .meaning("what a JWT's aud must hold")
            .build();

    private AccessSettings() {}

    public static List<Setting<?>> all() {
        return List.of(PASSWORDS, JWT_KEYS, JWT_ISSUER, JWT_AUDIENCE);
    }
}
