package io.sluice.gateway.access;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A password's Argon2id hash (RFC 9106) in the usual text form, {@code $argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>},
 * Base64 without padding. The cost of new ones is OWASP's first choice for a server; costs up to the bounds are taken
 * from a file.
 */
@SuppressWarnings("ArrayRecordComponent") // compared only by matches, in constant time
record PasswordHash(Cost cost, byte[] salt, byte[] hash) {
    private static final Pattern TEXT = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,6}),t=(\\d{1,2}),p=(\\d)\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    /** What one check takes. The bounds keep a line of a file from taking the heap or a thread for long. */
    record Cost(int memoryKib, int passes, int lanes) implements Comparable<Cost> {
        static final Cost DEFAULT = new Cost(19 * 1024, 2, 1);
        private static final int MAX_MEMORY_KIB = 64 * 1024;
        private static final int MAX_PASSES = 10;
        private static final int MAX_LANES = 4;

        Cost {
            if (lanes < 1 || lanes > MAX_LANES) {
                throw new IllegalArgumentException("p must be from 1 to " + MAX_LANES + ", was " + lanes);
            }
            if (memoryKib < 8 * lanes || memoryKib > MAX_MEMORY_KIB) {
                throw new IllegalArgumentException(
                        "m must be from 8 times p to " + MAX_MEMORY_KIB + " KiB, was " + memoryKib);
            }
            if (passes < 1 || passes > MAX_PASSES) {
                throw new IllegalArgumentException("t must be from 1 to " + MAX_PASSES + ", was " + passes);
            }
        }

        @Override
        public int compareTo(Cost other) {
            return Long.compare((long) memoryKib * passes, (long) other.memoryKib * other.passes);
        }
    }

    static PasswordHash of(byte[] password, Cost cost, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new PasswordHash(cost, salt, derive(password, cost, salt, HASH_BYTES));
    }

    /** As dear to check as any of that cost, and nothing matches it: nobody knows a text whose hash is all zeros. */
    static PasswordHash ofNobody(Cost cost) {
        return new PasswordHash(cost, new byte[SALT_BYTES], new byte[HASH_BYTES]);
    }

    /** @throws IllegalArgumentException which does not show the text */
    static PasswordHash parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a hash must be $argon2id$v=19$m=…,t=…,p=…$salt$hash, was another");
        }
        Cost cost = new Cost(
                Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
        return new PasswordHash(cost, decode(parts.group(4)), decode(parts.group(5)));
    }

    private static byte[] decode(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    boolean matches(byte[] password) {
        return MessageDigest.isEqual(derive(password, cost, salt, hash.length), hash);
    }

    private static byte[] derive(byte[] password, Cost cost, byte[] salt, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        byte[] derived = new byte[length];
        generator.generateBytes(password, derived);
        return derived;
    }

    /** The text form. */
    String text() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + cost.memoryKib() + ",t=" + cost.passes() + ",p=" + cost.lanes() + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    @Override
    public String toString() {
        return "a hash that is not shown";
    }
}
