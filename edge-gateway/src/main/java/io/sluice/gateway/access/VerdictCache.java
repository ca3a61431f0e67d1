package io.sluice.gateway.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What was decided of late, so that a storm of reconnects does not burn a KDF for each. Holds no credentials, only
 * their HMAC under a key of this process; the eldest go when there are too many. Thread-safe.
 */
final class VerdictCache {
    static final int CAPACITY = 16_384;
    private static final Duration GRANTED_FOR = Duration.ofMinutes(5);
    private static final Duration REFUSED_FOR = Duration.ofSeconds(10);
    private static final String HMAC = "HmacSHA256";

    /** Of credentials; equal for equal ones. */
    record Key(ByteBuffer mac) {}

    private record Held(Verdict verdict, Instant until) {}

    private final Clock clock;
    private final SecretKeySpec secret;
    private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(VerdictCache::newMac);
    private final Map<Key, Held> held;
    private long generation;

    VerdictCache(Clock clock, SecureRandom random, int capacity) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        this.clock = clock;
        this.secret = new SecretKeySpec(bytes, HMAC);
        this.held = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Held> eldest) {
                return size() > capacity;
            }
        };
    }

    Key keyOf(Credentials credentials) {
        try {
            Mac mac = macs.get();
            mac.init(secret);
            byte[] user = (credentials.user() == null ? "" : credentials.user()).getBytes(StandardCharsets.UTF_8);
            // The length first, or a character could move from the name to the password unnoticed.
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(user.length).array());
            mac.update(user);
            return new Key(ByteBuffer.wrap(mac.doFinal(credentials.passwordBytes())));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("an HMAC must take a key of 32 bytes, did not", e);
        }
    }

    private static Mac newMac() {
        try {
            return Mac.getInstance(HMAC);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM must know " + HMAC + ", this one did not", e);
        }
    }

    synchronized @Nullable Verdict find(Key key) {
        Held found = held.get(key);
        if (found == null) {
            return null;
        }
        if (clock.instant().isBefore(found.until())) {
            return found.verdict();
        }
        held.remove(key);
        return null;
    }

    /** To be asked before deciding, and handed in with the verdict. */
    synchronized long generation() {
        return generation;
    }

    /** @return false where the files changed meanwhile: the verdict is of yesterday */
    synchronized boolean put(Key key, Verdict verdict, long decidedIn) {
        if (decidedIn != generation) {
            return false;
        }
        held.put(key, new Held(verdict, heldUntil(verdict)));
        return true;
    }

    private Instant heldUntil(Verdict verdict) {
        Instant now = clock.instant();
        if (!(verdict instanceof Verdict.Granted granted)) {
            return now.plus(REFUSED_FOR);
        }
        Instant longest = now.plus(GRANTED_FOR);
        Optional<Instant> proofEnds = granted.speaker().until().filter(longest::isAfter);
        return proofEnds.orElse(longest);
    }

    synchronized void forgetAll() {
        generation++;
        held.clear();
    }

    synchronized int size() {
        return held.size();
    }
}
