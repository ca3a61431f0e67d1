package io.sluice.launcher.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The part of Flink's REST interface that runs one job. */
final class FlinkRest {
    private static final String BOUNDARY = "sluice-jobs-jar";
    /** A submission waits for the topics, and restores the state. */
    private static final Duration SUBMIT = Duration.ofSeconds(90);

    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(ANSWER).build();
    private final String url;

    FlinkRest(String url) {
        this.url = url;
    }

    /**
     * A job that Flink has.
     *
     * @param tasks all threads of it
     * @param running those of them that work
     */
    record Job(String id, String state, int tasks, int running) {
        boolean isOver() {
            return List.of("FINISHED", "CANCELED", "FAILED").contains(state);
        }

        boolean isRunning() {
            return state.equals("RUNNING") && tasks > 0 && running == tasks;
        }
    }

    List<Job> jobs() throws IOException, InterruptedException {
        List<Job> jobs = new ArrayList<>();
        for (JsonNode job : send(request("/jobs/overview", ANSWER).GET()).path("jobs")) {
            JsonNode tasks = job.path("tasks");
            jobs.add(new Job(
                    job.path("jid").asText(),
                    job.path("state").asText(),
                    tasks.path("total").asInt(),
                    tasks.path("running").asInt()));
        }
        return jobs;
    }

    /** Slots that no job has yet. */
    int freeSlots() throws IOException, InterruptedException {
        return send(request("/overview", ANSWER).GET()).path("slots-available").asInt();
    }

    /** Whether a checkpoint of this very run is complete. */
    boolean hasCheckpoint(String job) throws IOException, InterruptedException {
        JsonNode checkpoints =
                send(request("/jobs/" + job + "/checkpoints", ANSWER).GET());
        return checkpoints.path("counts").path("completed").asInt() > 0;
    }

    /** The id under which the jar can be run. */
    String upload(Path jar) throws IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\""
                        + jar.getFileName() + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        Files.copy(jar, body);
        body.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        JsonNode answer = send(request("/jars/upload", SUBMIT)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofByteArray(body.toByteArray())));
        String stored = answer.path("filename").asText();
        return stored.substring(stored.lastIndexOf('/') + 1);
    }

    void run(String jarId, List<String> arguments, @Nullable Path snapshot) throws IOException, InterruptedException {
        ObjectNode run = json.createObjectNode();
        arguments.forEach(run.putArray("programArgsList")::add);
        if (snapshot != null) {
            run.put("savepointPath", snapshot.toUri().toString());
            // Flink leaves the files alone, and an older checkpoint stays a way back.
            run.put("claimMode", "NO_CLAIM");
        }
        send(request("/jars/" + jarId + "/run", SUBMIT)
                .header("Content-Type", "application/json")
                .POST(text(run)));
    }

    /** Asks for a savepoint after which the job ends. */
    void stop(String job, Path savepoints) throws IOException, InterruptedException {
        ObjectNode stop = json.createObjectNode();
        stop.put("targetDirectory", savepoints.toUri().toString());
        stop.put("drain", false);
        stop.put("formatType", "NATIVE");
        send(request("/jobs/" + job + "/stop", ANSWER)
                .header("Content-Type", "application/json")
                .POST(text(stop)));
    }

    /** As long as Flink knows it. */
    Optional<Job> job(String id) throws IOException, InterruptedException {
        return jobs().stream().filter(job -> job.id().equals(id)).findFirst();
    }

    private HttpRequest.Builder request(String path, Duration timeout) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(timeout);
    }

    private static BodyPublisher text(ObjectNode body) {
        return BodyPublishers.ofString(body.toString());
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(answer.uri().getPath() + " must answer 2xx, was " + answer.statusCode() + ": "
                    + cause(json.readTree(answer.body()).path("errors").path(0).asText()));
        }
        return json.readTree(answer.body());
    }

    /** The innermost cause in a stack trace. */
    private static String cause(String trace) {
        return trace.substring(Math.max(0, trace.lastIndexOf("Caused by: ")))
                .lines()
                .findFirst()
                .orElse("");
    }
}
