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
     * @param processes that there are
     */
    static Fault parse(int number, String text, List<String> processes) {
        return new FaultLine(number, text).fault(processes);
    }

    private Fault fault(List<String> processes) {
        Duration at = time("the time of a fault");
        FaultKind kind = kind(processes);
        String process = kind.has(Part.PROCESS) ? process(processes) : "";
        Duration delay = kind.has(Part.DELAY) ? longTime("the delay of " + kind.word()) : Duration.ZERO;
        Duration lasting = kind.has(Part.LASTING) ? longTime("how long " + kind.word() + " lasts") : Duration.ZERO;
        int every = kind.has(Part.SHARE) && !words.isEmpty() ? share() : 1;
        if (!words.isEmpty()) {
            throw wrong("must read like '" + kind.example() + "' and end there", words.remove());
        }
        return new Fault(at, kind, process, delay, lasting, every);
    }

    private FaultKind kind(List<String> processes) {
        String word = next();
        FaultKind kind = FaultKind.of(word)
                .orElseThrow(() -> wrong(
                        "what is done must be one of "
                                + Arrays.stream(FaultKind.values())
                                        .map(FaultKind::word)
                                        .collect(Collectors.joining(", ")),
                        word));
        if (kind.needsProcesses() && processes.isEmpty()) {
            throw wrong("what is done must be possible in one JVM, or else there must be --processes", word);
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
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            default -> Duration.ofMinutes(count);
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
