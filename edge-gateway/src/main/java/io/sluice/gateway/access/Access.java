package io.sluice.gateway.access;

import com.nimbusds.jose.jwk.JWKSet;
import io.sluice.kit.access.WatchedFile;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsCheck;
import io.sluice.kit.settings.SettingsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who a client is by the name and password, or the token, that it shows.
 *
 * <p>What was decided of late is answered at once, all else from a {@link CheckQueue}: one for passwords and another
 * for tokens, which do not wait behind them. A thread looks at the files once a second. {@link #close} ends all; checks
 * that wait then are never answered. Thread-safe.
 */
public final class Access implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Access.class);

    /** At 100 ms a check (measured: 66 to 102), what is done before a client is sent away for being late. */
    static final int PASSWORDS_WAITING = 48;

    /** Of 8 KiB at most each. */
    static final int TOKENS_WAITING = 1_024;

    private final @Nullable WatchedFile<Passwords> passwords;
    private final @Nullable WatchedFile<TokenCheck> tokens;
    private final VerdictCache cache;
    private final CheckQueue passwordChecks = new CheckQueue("gateway-access-password", PASSWORDS_WAITING);
    private final CheckQueue tokenChecks = new CheckQueue("gateway-access-token", TOKENS_WAITING);
    private final ScheduledExecutorService watcher;
    private volatile Consumer<Predicate<Speaker>> onRevoked = revoked -> {};
    private @Nullable Passwords lastPasswords;
    private @Nullable TokenCheck lastTokens;

    private Access(@Nullable WatchedFile<Passwords> passwords, @Nullable WatchedFile<TokenCheck> tokens, Clock clock) {
        this.passwords = passwords;
        this.tokens = tokens;
        this.cache = new VerdictCache(clock, new SecureRandom(), VerdictCache.CAPACITY);
        this.lastPasswords = passwords == null ? null : passwords.get();
        this.lastTokens = tokens == null ? null : tokens.get();
        this.watcher = Executors.newSingleThreadScheduledExecutor(task -> thread("gateway-access-files", task));
    }

    static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** @throws SettingsException where files cannot be used, all faults together */
    public static Access load(Settings settings, Clock clock) throws SettingsException {
        settings.require(checks());
        Optional<Path> file = settings.find(AccessSettings.PASSWORDS);
        return new Access(file.isEmpty() ? null : passwords(file.get()), tokens(settings, clock), clock);
    }

    /** Whether the files can be used. */
    public static List<SettingsCheck> checks() {
        return List.of(
                settings -> {
                    Optional<Path> file = settings.find(AccessSettings.PASSWORDS);
                    if (file.isPresent()) {
                        WatchedFile.open(AccessSettings.PASSWORDS, file.get(), Passwords::parse);
                    }
                },
                settings -> tokens(settings, Clock.systemUTC()));
    }

    private static WatchedFile<Passwords> passwords(Path file) throws SettingsException {
        return WatchedFile.open(AccessSettings.PASSWORDS, file, text -> {
            SecretFile.warnIfOpenToOthers(AccessSettings.PASSWORDS, file);
            return Passwords.parse(text);
        });
    }

    private static @Nullable WatchedFile<TokenCheck> tokens(Settings settings, Clock clock) throws SettingsException {
        Optional<Path> file = settings.find(AccessSettings.JWT_KEYS);
        Optional<String> issuer = settings.find(AccessSettings.JWT_ISSUER);
        if (file.isEmpty()) {
            if (issuer.isPresent()) {
                throw new SettingsException(
                        List.of("mqtt.jwt.issuer must not be set without mqtt.jwt.keys, was " + issuer.get()));
            }
            return null;
        }
        String audience = settings.get(AccessSettings.JWT_AUDIENCE);
        return WatchedFile.open(AccessSettings.JWT_KEYS, file.get(), text -> {
            JWKSet keys = KeySet.parse(text);
            return new TokenCheck(keys, issuer, audience, clock);
        });
    }

    /** Whether there is anything by which a name and password or a token could be checked. */
    public boolean isOn() {
        return passwords != null || tokens != null;
    }

    /** @param revoked is told whose proof does not hold any more, from a thread of ours, whenever the file changed */
    public void start(Consumer<Predicate<Speaker>> revoked) {
        onRevoked = revoked;
        if (isOn()) {
            watcher.scheduleWithFixedDelay(this::lookAtFiles, 1, 1, TimeUnit.SECONDS);
        }
    }

    /**
     * Another one whenever the files have changed, and before it is told whose proof does not hold any more: a verdict
     * that was asked for in an earlier one may be of yesterday.
     */
    public long generation() {
        return cache.generation();
    }

    private void lookAtFiles() {
        try {
            Passwords now = passwords == null ? null : passwords.get();
            TokenCheck tokensNow = tokens == null ? null : tokens.get();
            Passwords before = lastPasswords;
            boolean changed = now != before || tokensNow != lastTokens;
            lastPasswords = now;
            lastTokens = tokensNow;
            if (changed) {
                cache.forgetAll();
            }
            if (now != null && before != null && now != before) {
                Set<String> names = now.changedSince(before);
                onRevoked.accept(
                        speaker -> speaker.proof() == Speaker.Proof.PASSWORD && names.contains(speaker.name()));
            }
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("the files that say who may connect could not be looked at");
        }
    }

    /**
     * Answers at once from the calling thread, or later from one of ours.
     *
     * @param address where they are shown: of those that wait, each address has its share
     * @param isWanted asked before the work begins: a client that has gone is not worth it, and gets no answer
     */
    public void check(String address, Credentials shown, BooleanSupplier isWanted, Consumer<Verdict> answer) {
        if (shown.isEmpty()) {
            answer.accept(new Verdict.Refused(Denial.NO_CREDENTIALS));
            return;
        }
        if (shown.isTooLong()) {
            answer.accept(new Verdict.Refused(Denial.BAD_PASSWORD));
            return;
        }
        VerdictCache.Key key = cache.keyOf(shown);
        Verdict known = cache.find(key);
        if (known != null) {
            answer.accept(known);
            return;
        }
        CheckQueue checks = isToken(shown) ? tokenChecks : passwordChecks;
        checks.ask(address, key, new CheckQueue.Asker(isWanted, answer), () -> decide(key, shown));
    }

    private boolean isToken(Credentials shown) {
        return tokens != null && (passwords == null || TokenCheck.isToken(shown.passwordText()));
    }

    private Verdict decide(VerdictCache.Key key, Credentials shown) {
        while (true) {
            Verdict known = cache.find(key); // its like may have waited before it
            if (known != null) {
                return known;
            }
            long generation = cache.generation();
            Verdict verdict = decide(shown);
            if (cache.put(key, verdict, generation)) {
                return verdict;
            }
        }
    }

    private Verdict decide(Credentials shown) {
        if (tokens != null && isToken(shown)) {
            return tokens.get().check(shown.passwordText());
        }
        String user = shown.user();
        Optional<Speaker> speaker = passwords == null
                ? Optional.empty()
                : passwords.get().check(user == null ? "" : user, shown.passwordBytes());
        return speaker.<Verdict>map(Verdict.Granted::new).orElseGet(() -> new Verdict.Refused(Denial.BAD_PASSWORD));
    }

    @Override
    public void close() {
        passwordChecks.close();
        tokenChecks.close();
        watcher.shutdownNow();
    }
}
