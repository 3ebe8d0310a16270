package thaw.infra;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A control plane that keeps what it is given, in the shapes that Terraform's Azure provider reads, with the log-in before
 * it and the blobs beside it: enough to see that the module's resources fit together and settle, not whether Azure would
 * accept them. Thread-safe.
 */
final class FakeAzure extends FakeCloud {

    static final String SUBSCRIPTION = "00000000-0000-0000-0000-000000000001";
    static final String TENANT = "00000000-0000-0000-0000-000000000002";
    static final String PRINCIPAL = "00000000-0000-0000-0000-000000000003";
    private static final Pattern SITE = Pattern.compile("(/.*/providers/Microsoft.Web/sites/[^/]+)(?:/(.*))?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile(".*/([^/]+)");

    private final FakeStorage data = new FakeStorage();
    private final FakeSites sites = new FakeSites(resources());

    FakeAzure(Path folder) {
        super(TlsCertificate.server(folder, "ip:127.0.0.1", "dns:*.blob.core.windows.net"));
    }

    @Override
    synchronized Answer answer(Request request) {
        if (!request.host().startsWith("127.0.0.1")) {
            return data.answer(request);
        }
        String path = request.path();
        if (path.startsWith("/metadata/endpoints")) {
            return Answer.of(200, endpoints());
        }
        if (path.contains("/oauth2/") || path.contains("/token")) {
            return Answer.of(200, object().put("access_token", token()).put("token_type", "Bearer")
                    .put("expires_in", 3600));
        }
        if (path.startsWith("/graph/") || path.startsWith("/v1.0/")) {
            return Answer.of(200, object().put("id", PRINCIPAL));
        }
        return arm(request);
    }

    private Answer arm(Request request) {
        String path = request.path();
        Matcher site = SITE.matcher(path);
        if (path.toLowerCase(Locale.ROOT).endsWith("/checknameavailability")) {
            return Answer.of(200, object().put("nameAvailable", true));
        }
        if (path.contains("/providers/Microsoft.Resources/deployments/")) {
            return deployment(request);
        }
        if (site.matches() && site.group(2) != null && !path.contains("/providers/Microsoft.Insights/")) {
            return sites.part(request, site.group(1), site.group(2));
        }
        return switch (request.method()) {
            case "GET" -> get(path);
            case "PUT" -> put(path, request.json(), created(path) ? 201 : 200);
            case "PATCH" -> put(path, merged(path, request.json()), 200);
            case "DELETE" -> {
                resources().keySet()
                        .removeIf(name -> name.equals(key(path)) || name.startsWith(key(path) + "/"));
                yield Answer.of(path.contains("/queueServices/") ? 204 : 200, object());
            }
            case "POST" -> asked(path);
            default -> Answer.of(405, object());
        };
    }

    /** Where the provider waits for a status of its own. */
    private boolean created(String path) {
        return path.contains("/eventSubscriptions/")
                || path.contains("/Microsoft.ApiManagement/") && !resources().containsKey(key(path));
    }

    private Answer asked(String path) {
        ObjectNode there = resources().getOrDefault(key(path.replaceFirst("/[^/]+$", "")), object());
        ObjectNode answer = object().put("primarySharedKey", "").put("endpointUrl",
                there.at("/properties/destination/properties/endpointUrl").asText());
        answer.putArray("value");
        return Answer.of(200, answer);
    }

    static String key(String path) {
        return path.toLowerCase(Locale.ROOT);
    }

    private Answer get(String path) {
        if (path.matches("/subscriptions/[^/]+")) {
            return Answer.of(200, object().put("subscriptionId", SUBSCRIPTION).put("tenantId", TENANT)
                    .put("state", "Enabled"));
        }
        if (path.endsWith("/currentbillingfeatures")) {
            ObjectNode features = object();
            features.putArray("CurrentBillingFeatures").add("Basic");
            features.putObject("DataVolumeCap").put("Cap", 100.0).put("StopSendNotificationWhenHitCap",
                    false);
            return Answer.of(200, features);
        }
        if (path.endsWith("/roleDefinitions")) {
            return Answer.of(200, roles());
        }
        ObjectNode there = resources().get(key(path));
        if (there != null) {
            return Answer.of(200, there);
        }
        if (path.matches(".*/(blobServices|fileServices|queueServices|tableServices)/default")) {
            return Answer.of(200, object().set("properties", object()));
        }
        if (path.endsWith("/networkRuleSets/default")) {
            return Answer.of(200,
                    object().set("properties",
                            object().put("defaultAction", "Allow").put("publicNetworkAccess", "Enabled")
                                    .put("trustedServiceAccessEnabled", false)));
        }
        if (path.matches("/subscriptions/[^/]+/(providers|resources).*")
                || path.endsWith("/storageAccounts")) {
            ObjectNode list = object();
            list.putArray("value").addAll(resources().values().stream()
                    .filter(one -> one.path("type").asText().endsWith("storageAccounts")).toList());
            return Answer.of(200, list);
        }
        return Answer.of(404, error("not found: " + path));
    }

    private ObjectNode merged(String path, ObjectNode change) {
        ObjectNode there = resources().getOrDefault(key(path), object()).deepCopy();
        merge(there, change);
        return there;
    }

    private static void merge(ObjectNode into, ObjectNode change) {
        change.properties().forEach(field -> {
            if (into.get(field.getKey()) instanceof ObjectNode inner
                    && field.getValue() instanceof ObjectNode more) {
                merge(inner, more);
            } else {
                into.set(field.getKey(), field.getValue());
            }
        });
    }

    private Answer put(String path, ObjectNode body, int status) {
        Matcher name = NAME.matcher(path);
        body.put("id", path).put("name", name.matches() ? name.group(1) : "").put("type", type(path));
        ObjectNode properties = body.withObject("/properties");
        properties.put("provisioningState", "Succeeded");
        complete(path, body, properties);
        resources().put(key(path), body);
        return Answer.of(status, body);
    }

    private static String type(String path) {
        String[] words = path.substring(path.lastIndexOf("/providers/") + 11).split("/");
        StringBuilder type = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i += 2) {
            type.append('/').append(words[i]);
        }
        return type.toString();
    }

    /** What Azure itself says of a resource. */
    private void complete(String path, ObjectNode body, ObjectNode properties) {
        String name = body.get("name").asText();
        identities(body);
        switch (type(path)) {
            case "Microsoft.ManagedIdentity/userAssignedIdentities" ->
                properties.put("principalId", PRINCIPAL)
                        .put("clientId", "00000000-0000-0000-0000-000000000004").put("tenantId", TENANT);
            case "Microsoft.Storage/storageAccounts" -> {
                ObjectNode endpoints = properties.putObject("primaryEndpoints");
                for (String service : new String[]{"blob", "queue", "table", "file", "web", "dfs"}) {
                    endpoints.put(service, "https://" + name + "." + service + ".core.windows.net/");
                }
                properties.put("primaryLocation", body.path("location").asText()).put("statusOfPrimary",
                        "available");
            }
            case "Microsoft.Insights/components" ->
                properties.put("InstrumentationKey", "00000000-0000-0000-0000-000000000005")
                        .put("AppId", "app")
                        .put("ConnectionString", "InstrumentationKey=00000000-0000-0000-0000-000000000005");
            case "Microsoft.OperationalInsights/workspaces" ->
                properties.put("customerId", "00000000-0000-0000-0000-000000000006");
            case "Microsoft.Authorization/roleAssignments" ->
                properties.put("scope", path.replaceFirst("/providers/Microsoft.Authorization.*", ""));
            case "Microsoft.EventHub/namespaces" -> {
                body.withObject("/sku").put("capacity", 1);
                properties.put("status", "Active").put("isAutoInflateEnabled", false)
                        .put("maximumThroughputUnits", 0)
                        .put("publicNetworkAccess", "Enabled").put("kafkaEnabled", true)
                        .put("zoneRedundant", false);
            }
            case "Microsoft.Web/serverfarms", "Microsoft.Web/serverFarms" -> {
                body.put("kind", "elastic");
                properties.put("reserved", true);
            }
            case "Microsoft.ApiManagement/service/apis" ->
                properties.put("apiRevision", "1").put("isCurrent", true).put("isOnline", true);
            case "Microsoft.App/managedEnvironments" ->
                properties.put("defaultDomain", "example.azurecontainerapps.io").put("staticIp",
                        "203.0.113.1");
            case "Microsoft.App/containerApps" -> {
                if (properties.at("/configuration/ingress") instanceof ObjectNode ingress) {
                    ingress.put("fqdn", name + ".example.azurecontainerapps.io");
                }
                properties.put("latestRevisionName", name + "--1");
            }
            case "Microsoft.Web/sites" -> sites.made(path, name, properties);
            default -> {
            }
        }
    }

    private static void identities(ObjectNode body) {
        JsonNode identity = body.get("identity");
        if (identity instanceof ObjectNode known) {
            known.put("principalId", PRINCIPAL).put("tenantId", TENANT);
            known.path("userAssignedIdentities").elements().forEachRemaining(
                    one -> ((ObjectNode) one).put("principalId", PRINCIPAL).put("clientId",
                            "00000000-0000-0000-0000-000000000004"));
        }
    }

    /** A template is run by doing what its resources say. */
    private Answer deployment(Request request) {
        String path = request.path();
        if (request.method().equals("POST")) {
            ObjectNode there = resources().get(key(path.replaceFirst("/(exportTemplate|validate)$", "")));
            return path.endsWith("/exportTemplate") && there != null
                    ? Answer.of(200, object().set("template", there.at("/properties/template")))
                    : Answer.of(200,
                            object().set("properties", object().put("provisioningState", "Succeeded")));
        }
        if (request.method().equals("PUT")) {
            ObjectNode body = request.json();
            String group = path.replaceFirst("/providers/.*", "");
            body.at("/properties/template/resources")
                    .forEach(resource -> sites.run(group, (ObjectNode) resource));
            return put(path, body, 200);
        }
        if (request.method().equals("DELETE")) {
            resources().remove(key(path));
            return Answer.of(204, object());
        }
        return get(path);
    }

    private static ObjectNode roles() {
        ObjectNode list = object();
        list.putArray("value").addObject()
                .put("id", "/subscriptions/" + SUBSCRIPTION
                        + "/providers/Microsoft.Authorization/roleDefinitions/00000000-0000-0000-0000-00000000000a")
                .put("name", "00000000-0000-0000-0000-00000000000a").putObject("properties")
                .put("roleName", "a role");
        return list;
    }

    private ObjectNode endpoints() {
        String here = "https://127.0.0.1:" + port();
        ObjectNode all = object().put("name", "AzureCloud").put("resourceManager", here)
                .put("microsoftGraphResourceId", here + "/graph/")
                .put("graph", here + "/graph/").put("graphAudience", here + "/graph/").put("portal", here);
        all.putObject("authentication").put("loginEndpoint", here + "/").put("tenant", "common")
                .put("identityProvider", "AAD")
                .putArray("audiences").add(here + "/");
        all.putObject("suffixes").put("storage", "core.windows.net").put("keyVaultDns", "vault.azure.net")
                .put("acrLoginServer", "azurecr.io").put("sqlServerHostname", "database.windows.net");
        return all;
    }

    private static String token() {
        String claims = object().put("oid", PRINCIPAL).put("tid", TENANT).put("appid", "app")
                .put("sub", PRINCIPAL)
                .put("exp", 4_000_000_000L).toString();
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".c2lnbmF0dXJl";
    }

    /** What a root says of its provider to be served from here. */
    String provider() {
        return """
                provider "azurerm" {
                  subscription_id                 = "%s"
                  tenant_id                       = "%s"
                  client_id                       = "%s"
                  client_secret                   = "fake"
                  metadata_host                   = "127.0.0.1:%d"
                  resource_provider_registrations = "none"
                  storage_use_azuread             = true

                  features {
                    storage {
                      data_plane_available = false
                    }
                    template_deployment {
                      delete_nested_items_during_deletion = false
                    }
                  }
                }
                """.formatted(SUBSCRIPTION, TENANT, PRINCIPAL, port());
    }

    /** The one container app, as Azure has it now. */
    synchronized ObjectNode containerApp() {
        return resources().entrySet().stream()
                .filter(entry -> entry.getKey().matches(".*/providers/microsoft.app/containerapps/[^/]+"))
                .map(Map.Entry::getValue).findFirst().orElseThrow();
    }

    /** The settings of the one app, as Azure has them now. */
    synchronized ObjectNode settings() {
        return resources().entrySet().stream().filter(entry -> entry.getKey().endsWith("/config/appsettings"))
                .map(entry -> (ObjectNode) entry.getValue().get("properties")).findFirst().orElseThrow();
    }
}
