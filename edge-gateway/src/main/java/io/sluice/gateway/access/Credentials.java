package io.sluice.gateway.access;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a CONNECT shows to prove who sends it. Never printed.
 *
 * @param user null where none was sent
 * @param password null where none was sent; not copied, and not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere, and a copy would leave the secret in memory once more
public record Credentials(@Nullable String user, byte @Nullable [] password) {
    /** Longer ones are refused before anything is computed. */
    static final int MAX_PASSWORD_BYTES = 8 * 1024;

    static final int MAX_USER_LENGTH = 256;

    boolean isEmpty() {
        return (user == null || user.isEmpty()) && (password == null || password.length == 0);
    }

    boolean isTooLong() {
        return (user != null && user.length() > MAX_USER_LENGTH)
                || (password != null && password.length > MAX_PASSWORD_BYTES);
    }

    byte[] passwordBytes() {
        return password == null ? new byte[0] : password;
    }

    String passwordText() {
        return new String(passwordBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "credentials that are not shown";
    }
}
