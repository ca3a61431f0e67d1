package io.sluice.kit.access;

import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom the HTTP listeners answer: everyone, or who shows a token of {@code http.token-file}, as {@code Authorization:
 * Bearer} or as the password of {@code Basic}, which browsers ask a person for. Health is open to all: it tells no
 * reading, and probes have no token. Thread-safe.
 */
public final class HttpGuard {
    /** Answers everyone. */
    public static final HttpGuard OPEN = new HttpGuard(null);

    /** For {@code WWW-Authenticate}, a header each. The first makes a browser ask. */
    public static final List<String> CHALLENGES =
            List.of("Basic realm=\"sluice\", charset=\"UTF-8\"", "Bearer realm=\"sluice\"");

    private static final Set<String> OPEN_PATHS = Set.of("/health/live", "/health/ready");
    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";

    private final @Nullable WatchedFile<HttpTokens> file;

    private HttpGuard(@Nullable WatchedFile<HttpTokens> file) {
        this.file = file;
    }

    /** @throws SettingsException where the file is set and cannot be used */
    public static HttpGuard from(Settings settings) throws SettingsException {
        Optional<Path> path = settings.find(CommonSettings.HTTP_TOKEN_FILE);
        return path.isEmpty()
                ? OPEN
                : new HttpGuard(WatchedFile.open(CommonSettings.HTTP_TOKEN_FILE, path.get(), HttpTokens::parse));
    }

    /** Whether anyone is asked who they are. */
    public boolean isOn() {
        return file != null;
    }

    /**
     * Whether the request may be answered.
     *
     * @param path as it was sent, undecoded
     * @param authorization the header, null where there was none
     */
    public boolean admits(String path, @Nullable String authorization) {
        if (file == null || OPEN_PATHS.contains(path)) {
            return true;
        }
        return authorization != null && file.get().has(tokenIn(authorization));
    }

    /** A token for this process's own questions, where one is needed. */
    public Optional<String> ownToken() {
        return file == null ? Optional.empty() : Optional.of(file.get().first());
    }

    private static byte[] tokenIn(String authorization) {
        if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return authorization.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8);
        }
        if (authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return passwordIn(authorization.substring(BASIC.length()).strip());
        }
        return new byte[0];
    }

    private static byte[] passwordIn(String basic) {
        try {
            String pair = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1).getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** The tokens of one file; only what is compared in constant time is compared. */
    record HttpTokens(List<String> tokens) {
        private static final int MIN_LENGTH = 16;

        HttpTokens {
            tokens = List.copyOf(tokens);
        }

        /** A token a line; empty lines and those that begin with # do not count. */
        static HttpTokens parse(String text) {
            List<String> tokens = text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
            if (tokens.isEmpty()) {
                throw new IllegalArgumentException("must hold a token, held none");
            }
            for (String token : tokens) {
                if (token.length() < MIN_LENGTH || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
                    throw new IllegalArgumentException("a token must be at least " + MIN_LENGTH
                            + " printable ASCII characters without spaces, one was not (length " + token.length()
                            + ")");
                }
            }
            return new HttpTokens(tokens);
        }

        String first() {
            return tokens.get(0);
        }

        /** Takes as long whichever token it is, and digests first so that lengths do not show either. */
        boolean has(byte[] shown) {
            byte[] digest = digest(shown);
            boolean found = false;
            for (String token : tokens) {
                found |= MessageDigest.isEqual(digest(token.getBytes(StandardCharsets.UTF_8)), digest);
            }
            return found;
        }

        private static byte[] digest(byte[] bytes) {
            try {
                return MessageDigest.getInstance("SHA-256").digest(bytes);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JVM must know SHA-256, this one did not", e);
            }
        }

        @Override
        public String toString() {
            return tokens.size() + " tokens";
        }
    }
}
