package thaw.infra;

import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A control plane that keeps what it is given, in the shapes that Terraform's Google provider reads: enough to see that the
 * module's resources fit together and settle, not whether Google would accept them. Thread-safe.
 */
final class FakeGoogle extends FakeCloud {

    static final String NUMBER = "123456789012";
    private static final Pattern VERB = Pattern.compile("(.*):([a-zA-Z]+)");
    private static final Pattern SERVICE = Pattern
            .compile("/run/v2/projects/[^/]+/locations/([^/]+)/services/([^/]+)");
    private static final Pattern FUNCTION = Pattern
            .compile("/functions/v2/projects/[^/]+/locations/([^/]+)/functions/([^/]+)");

    private final Map<String, ObjectNode> policies = new TreeMap<>();
    private int generation = 1_700_000_000;

    FakeGoogle() {
        super(plain());
    }

    @Override
    synchronized Answer answer(Request request) {
        Matcher verb = VERB.matcher(request.path());
        if (verb.matches() && !request.path().contains("/o/")) {
            return verb(request, verb.group(1), verb.group(2));
        }
        if (request.path().contains("/storage/")) {
            return storage(request);
        }
        return switch (request.method()) {
            case "GET" -> get(request.path());
            case "POST", "PUT" -> create(request);
            case "PATCH" -> change(request);
            case "DELETE" -> {
                resources().remove(request.path());
                policies.keySet().removeIf(path -> path.equals(request.path()) || path.equals(
                        request.path().replaceFirst("^/functions/(.*)/functions/", "/run/$1/services/")));
                yield done(object());
            }
            default -> Answer.of(405, object());
        };
    }

    private Answer verb(Request request, String path, String verb) {
        return switch (verb) {
            case "getIamPolicy" -> Answer.of(200, policy(path));
            case "setIamPolicy" -> setPolicy(path, (ObjectNode) request.json().get("policy"));
            case "batchEnable" -> {
                request.json().withArray("serviceIds")
                        .forEach(id -> enable(path + "/services/" + id.asText()));
                yield done(object());
            }
            case "enable" -> {
                enable(path);
                yield done(object());
            }
            case "modifyPushConfig" -> Answer.of(200, object());
            default -> Answer.of(404, error("no verb " + verb));
        };
    }

    private void enable(String path) {
        resources().put(path,
                object().put("name", path.replaceFirst("^/[^/]+/v1/", "")).put("state", "ENABLED"));
    }

    private Answer get(String path) {
        if (path.matches("/[^/]+/v[13]/projects/[^/]+")) {
            return Answer.of(200, object().put("projectId", "thaw-test").put("projectNumber", NUMBER)
                    .put("name", path.startsWith("/rm3") ? "projects/" + NUMBER : "thaw-test")
                    .put("lifecycleState", "ACTIVE").put("state", "ACTIVE"));
        }
        if (path.endsWith("/billingInfo")) {
            return Answer.of(200, object().put("billingEnabled", true));
        }
        if (path.contains("/operations/")) {
            return done(object());
        }
        if (path.endsWith("/services")) {
            ObjectNode list = object();
            ArrayNode services = list.putArray("services");
            resources().forEach((name, service) -> {
                if (name.startsWith(path + "/")) {
                    services.add(service);
                }
            });
            return Answer.of(200, list);
        }
        return found(path);
    }

    private Answer found(String path) {
        ObjectNode there = resources().get(path);
        return there == null ? Answer.of(404, error("not found: " + path)) : Answer.of(200, there);
    }

    private Answer create(Request request) {
        String id = request.query().entrySet().stream()
                .filter(parameter -> parameter.getKey().endsWith("Id") || parameter.getKey().endsWith("_id"))
                .map(Map.Entry::getValue).findFirst().orElse(null);
        ObjectNode body = request.json();
        String path = request.path();
        if (path.endsWith("/serviceAccounts")) {
            return account(path, body);
        }
        if (id != null) {
            path += "/" + id;
        } else if (request.method().equals("POST")) {
            path += "/" + (body.hasNonNull("name") && path.matches(".*/(sinks|metrics)")
                    ? body.get("name").asText()
                    : "made-" + ++generation);
        }
        body.put("name", path.replaceFirst("^/[^/]+/v[0-9a-z]+/", ""));
        resources().put(path, body);
        complete(path, body);
        return isLong(path) ? done(body) : Answer.of(200, body);
    }

    private Answer account(String path, ObjectNode body) {
        String email = body.get("accountId").asText() + "@thaw-test.iam.gserviceaccount.com";
        ObjectNode account = object().put("name", "projects/thaw-test/serviceAccounts/" + email)
                .put("email", email)
                .put("projectId", "thaw-test").put("uniqueId", "1" + ++generation);
        account.setAll((ObjectNode) body.get("serviceAccount"));
        resources().put(path + "/" + email, account);
        return Answer.of(200, account);
    }

    private Answer change(Request request) {
        ObjectNode there = resources().get(request.path());
        if (there == null) {
            return Answer.of(404, error("not found: " + request.path()));
        }
        ObjectNode body = request.json();
        // Pub/Sub and accounts wrap what changes.
        Iterator<JsonNode> inner = body.elements();
        ObjectNode changed = body.size() == 2 && body.has("updateMask") ? (ObjectNode) inner.next() : body;
        String name = there.path("name").asText();
        there.setAll(changed);
        there.put("name", name);
        complete(request.path(), there);
        return isLong(request.path()) ? done(there) : Answer.of(200, there);
    }

    /** What Google itself says of a resource. */
    private void complete(String path, ObjectNode body) {
        Matcher service = SERVICE.matcher(path);
        Matcher function = FUNCTION.matcher(path);
        if (service.matches()) {
            body.put("uri", "https://" + service.group(2) + "-x.a.run.app").put("reconciling", false);
            body.put("uid", body.path("uid").asText("uid-" + ++generation));
            body.putArray("conditions");
            body.putObject("terminalCondition").put("type", "Ready").put("state", "CONDITION_SUCCEEDED");
        } else if (function.matches()) {
            String uri = "https://" + function.group(2) + "-x.a.run.app";
            body.put("url", uri).put("state", "ACTIVE").put("environment", "GEN_2");
            ((ObjectNode) body.get("serviceConfig")).put("uri", uri).put("service",
                    "projects/thaw-test/locations/" + function.group(1) + "/services/" + function.group(2));
        } else if (path.contains("/triggers/")) {
            ObjectNode pubsub = body.withObject("/transport").withObject("/pubsub");
            pubsub.put("subscription",
                    "projects/thaw-test/subscriptions/eventarc-" + path.substring(path.lastIndexOf('/') + 1));
        } else if (path.contains("/sinks/")) {
            body.put("name", path.substring(path.lastIndexOf('/') + 1)).put("writerIdentity",
                    "serviceAccount:sink@example.com");
        } else if (path.contains("/metrics/")) {
            body.put("name", path.substring(path.lastIndexOf('/') + 1));
        }
    }

    private static boolean isLong(String path) {
        return path.startsWith("/run/") || path.startsWith("/functions/") || path.startsWith("/eventarc/")
                || path.startsWith("/artifacts/");
    }

    private Answer done(ObjectNode result) {
        ObjectNode operation = object().put("name", "projects/thaw-test/locations/x/operations/o").put("done",
                true);
        operation.set("response",
                result.isEmpty() ? result.put("@type", "type.googleapis.com/google.protobuf.Empty") : result);
        return Answer.of(200, operation);
    }

    private ObjectNode policy(String path) {
        return policies.computeIfAbsent(path, name -> object().put("etag", "BwWWja0YfJA=").put("version", 3));
    }

    private Answer setPolicy(String path, ObjectNode policy) {
        policies.put(path, policy.put("etag", "BwWWja0YfJA=").put("version", 3));
        return Answer.of(200, policy);
    }

    private Answer storage(Request request) {
        String path = request.path();
        if (path.endsWith("/iam")) {
            return request.method().equals("GET") ? Answer.of(200, policy(path))
                    : setPolicy(path, request.json());
        }
        if (path.endsWith("/serviceAccount")) {
            return Answer.of(200, object().put("email_address",
                    "service-" + NUMBER + "@gs-project-accounts.iam.gserviceaccount.com"));
        }
        if (request.method().equals("DELETE")) {
            resources().remove(path);
            return Answer.of(204, object());
        }
        if (request.method().equals("GET")) {
            return path.endsWith("/o") ? Answer.of(200, object()) : found(path);
        }
        return path.startsWith("/upload/") ? upload(request) : keep(request);
    }

    private Answer keep(Request request) {
        ObjectNode body = request.json();
        String path = request.path();
        if (path.endsWith("/b")) {
            path += "/" + body.get("name").asText();
            body.put("location", body.get("location").asText().toUpperCase(Locale.ROOT))
                    .put("id", body.get("name").asText()).put("timeCreated", "2026-01-01T00:00:00Z")
                    .put("projectNumber", NUMBER);
        } else if (path.endsWith("/notificationConfigs")) {
            String id = Integer.toString(++generation);
            path += "/" + id;
            body.put("id", id);
        }
        ObjectNode there = resources().computeIfAbsent(path, name -> object());
        there.setAll(body);
        return Answer.of(200, there);
    }

    /** An upload of several parts: what the object is called, and what is in it. */
    private Answer upload(Request request) {
        Matcher named = Pattern.compile("\"name\":\"([^\"]+)\"").matcher(request.text());
        String name = request.query().getOrDefault("name", named.find() ? named.group(1) : "?");
        String bucket = request.path().replaceFirst(".*/b/([^/]+)/o", "$1");
        ObjectNode object = object().put("name", name).put("bucket", bucket)
                .put("generation", Integer.toString(++generation))
                .put("id", bucket + "/" + name).put("contentType", "application/zip")
                .put("storageClass", "STANDARD")
                .put("md5Hash", request.md5OfFile()).put("crc32c", "AAAAAA==")
                .put("mediaLink", "http://127.0.0.1/" + name);
        resources().put("/storage/v1/b/" + bucket + "/o/" + name, object);
        return Answer.of(200, object);
    }

    /** What a root says of its provider to be served from here. */
    String provider() {
        Map<String, String> paths = new TreeMap<>(
                Map.of("cloud_run_v2", "run/v2/", "cloudfunctions2", "functions/v2/", "eventarc",
                        "eventarc/v1/", "pubsub", "pubsub/v1/", "storage", "storage/v1/", "iam", "iam/v1/",
                        "iam_beta", "iam/v1/", "monitoring",
                        "monitoring/", "logging", "logging/v2/", "kms", "kms/v1/"));
        paths.putAll(Map.of("secret_manager", "secrets/v1/", "artifact_registry", "artifacts/v1/",
                "resource_manager", "rm/v1/",
                "resource_manager_v3", "rm3/v3/", "resource_manager3", "rm3/v3/", "service_usage",
                "usage/v1/", "cloud_billing",
                "billing/v1/", "billing", "billing/v1/", "iap", "iap/v1/"));
        StringBuilder endpoints = new StringBuilder();
        paths.forEach((service, path) -> endpoints.append(service)
                .append("_custom_endpoint = \"http://127.0.0.1:").append(port())
                .append('/').append(path).append("\"\n"));
        return """
                provider "google" {
                  project      = "thaw-test"
                  access_token = "fake"
                  %s
                }
                """.formatted(endpoints);
    }
}
