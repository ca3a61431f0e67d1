package io.sluice.launcher.verify;

import io.sluice.launcher.verify.FaultKind.Part;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads one line of a plan, word by word. */
final class FaultLine {
    private static final Pattern TIME = Pattern.compile("(\\d{1,7})(ms|s|m)");
    private static final Pattern JUMP = Pattern.compile("([+-])([1-9]\\d{0,3})(s|m|h)");
    private static final Pattern SHARE = Pattern.compile("[1-9]\\d{0,3}");

    private final int number;
    private final String text;
    private final Deque<String> words;

    private FaultLine(int number, String text) {
        this.number = number;
        this.text = text;
        this.words = new ArrayDeque<>(Arrays.asList(text.split("\\s+")));
    }

    /**
     * @param number of the line
     * @param text without comment and blanks around it
     * @param end of the run
     * @param targets that there are
     */
    static Fault parse(int number, String text, Duration end, FaultTargets targets) {
        return new FaultLine(number, text).fault(end, targets);
    }

    private Fault fault(Duration end, FaultTargets targets) {
        Duration at = at(end);
        FaultKind kind = kind(targets);
        String process = kind.has(Part.PROCESS) ? process(targets.processes()) : "";
        Duration delay = kind.has(Part.DELAY) ? longTime("the delay of " + kind.word()) : Duration.ZERO;
        Duration jump = kind.has(Part.JUMP) ? jump() : Duration.ZERO;
        Duration lasting = kind.has(Part.LASTING) ? longTime("how long " + kind.word() + " lasts") : Duration.ZERO;
        int every = kind.has(Part.SHARE) && !words.isEmpty() ? share() : 1;
        if (!words.isEmpty()) {
            throw wrong("must read like '" + kind.example() + "' and end there", words.remove());
        }
        return new Fault(at, kind, process, delay, jump, lasting, every);
    }

    private Duration at(Duration end) {
        String word = words.peek();
        Duration at = time("the time of a fault");
        if (at.compareTo(end) >= 0) {
            throw wrong(
                    "the time of a fault must be before the end of the run, " + end.toSeconds() + "s (--for)", word);
        }
        return at;
    }

    private FaultKind kind(FaultTargets targets) {
        String word = next();
        FaultKind kind = FaultKind.of(word)
                .orElseThrow(() -> wrong(
                        "what is done must be one of "
                                + Arrays.stream(FaultKind.values())
                                        .map(FaultKind::word)
                                        .collect(Collectors.joining(", ")),
                        word));
        if (kind.needsProcesses() && targets.processes().isEmpty()) {
            throw wrong("what is done must be possible in one JVM, or else there must be --processes", word);
        }
        if (!targets.allow(kind)) {
            throw wrong("what is done must be possible here, and clock-jump needs Debian's libfaketime", word);
        }
        return kind;
    }

    private String process(List<String> processes) {
        String word = next();
        if (!processes.contains(word)) {
            throw wrong("the process must be one of " + processes, word);
        }
        return word;
    }

    private Duration longTime(String what) {
        Duration time = time(what);
        if (time.isZero()) {
            throw wrong(what + " must be > 0", "0");
        }
        return time;
    }

    private Duration time(String what) {
        String word = next();
        Matcher matcher = TIME.matcher(word);
        if (!matcher.matches()) {
            throw wrong(what + " must be a time like 200ms, 10s or 2m", word);
        }
        return duration(Long.parseLong(matcher.group(1)), matcher.group(2));
    }

    private Duration jump() {
        String word = next();
        Matcher matcher = JUMP.matcher(word);
        if (!matcher.matches()) {
            throw wrong("how far a clock jumps must be a time like +1h, -5m or +30s", word);
        }
        Duration far = duration(Long.parseLong(matcher.group(2)), matcher.group(3));
        return matcher.group(1).equals("-") ? far.negated() : far;
    }

    private static Duration duration(long count, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }

    private int share() {
        String word = next();
        if (!SHARE.matcher(word).matches()) {
            throw wrong("every so manieth connection must be from 1 to 9999", word);
        }
        return Integer.parseInt(word);
    }

    private String next() {
        return Objects.requireNonNullElse(words.poll(), "nothing");
    }

    private BadPlanException wrong(String rule, String was) {
        return new BadPlanException(number, rule + ", was " + was + ", in '" + text + "'");
    }
}
