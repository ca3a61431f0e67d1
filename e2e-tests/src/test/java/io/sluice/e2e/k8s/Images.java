package io.sluice.e2e.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.e2e.k8s.Manifests.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Every image is one that the profile "images" of launcher/pom.xml builds. */
final class Images implements Check {
    private static final Pattern BUILT = Pattern.compile("<image>\\$\\{images\\.registry}([^<]+)</image>");
    private static final Pattern VERSION = Pattern.compile("<artifactId>sluice</artifactId>\\s*<version>([^<]+)<");

    private final Set<String> built;

    Images(Set<String> built) {
        this.built = Set.copyOf(built);
    }

    static Images builtBy(Path launcherPom) throws IOException {
        String pom = Files.readString(launcherPom);
        Matcher version = VERSION.matcher(pom);
        if (!version.find()) {
            throw new IOException(launcherPom + " must name its parent's version, did not");
        }
        return new Images(BUILT.matcher(pom)
                .results()
                .map(image -> image.group(1).replace("${images.tag}", version.group(1)))
                .collect(Collectors.toSet()));
    }

    Set<String> built() {
        return built;
    }

    @Override
    public List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        for (Workload workload : manifests.workloads()) {
            for (JsonNode container : workload.containers()) {
                String image = container.path("image").asText();
                if (!built.contains(image)) {
                    faults.add(workload.id() + ": image must be one of " + new TreeSet<>(built) + ", was " + image);
                }
            }
        }
        return faults;
    }
}
