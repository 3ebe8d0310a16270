package thaw.infra;

import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import thaw.infra.FakeCloud.Answer;

/** The parts of a function app, which Azure keeps apart from it: its settings, keys and policies. */
final class FakeSites {

    private final Map<String, ObjectNode> resources;

    FakeSites(Map<String, ObjectNode> resources) {
        this.resources = resources;
    }

    /** An app was made or changed: its settings are taken out of it. */
    void made(String path, String name, ObjectNode properties) {
        properties.put("defaultHostName", name + ".azurewebsites.net").put("state", "Running")
                .put("customDomainVerificationId", "id")
                .put("outboundIpAddresses", "127.0.0.1").put("possibleOutboundIpAddresses", "127.0.0.1");
        if (properties.get("siteConfig") instanceof ObjectNode config) {
            if (config.get("appSettings") instanceof ArrayNode settings) {
                keep(path, "config/appsettings", dictionary(settings));
            }
            ObjectNode web = config.deepCopy();
            web.remove("appSettings");
            keep(path, "config/web", FakeCloud.object().set("properties", web));
        }
    }

    private static ObjectNode dictionary(ArrayNode settings) {
        ObjectNode all = FakeCloud.object();
        settings.forEach(setting -> all.set(setting.get("name").asText(), setting.get("value")));
        return FakeCloud.object().set("properties", all);
    }

    private void keep(String site, String part, ObjectNode what) {
        resources.put(FakeAzure.key(site + "/" + part), what.put("id", site + "/" + part).put("name", part));
    }

    /** A resource of a template: the settings as they are, or a deployment of the package. */
    void run(String group, ObjectNode resource) {
        String[] name = resource.get("name").asText().split("/");
        String site = group + "/providers/Microsoft.Web/sites/" + name[0];
        if (!resources.containsKey(FakeAzure.key(site))) {
            throw new IllegalStateException("a template for " + site + ", which is not there");
        }
        String part = (resource.get("type").asText().endsWith("/config") ? "config/" : "extensions/")
                + name[1];
        keep(site, part, FakeCloud.object().set("properties", resource.get("properties")));
    }

    Answer part(Request request, String site, String part) {
        String kind = part.toLowerCase(Locale.ROOT);
        boolean asks = request.method().equals("GET")
                || request.method().equals("POST") && kind.endsWith("list") || kind.endsWith("listkeys");
        if (!asks) {
            ObjectNode body = request.json();
            if (kind.equals("config/web")
                    && body.at("/properties/appSettings") instanceof ArrayNode settings) {
                keep(site, "config/appsettings", dictionary(settings));
                ((ObjectNode) body.get("properties")).remove("appSettings");
            }
            keep(site, part, body);
            return Answer.of(200, body);
        }
        if (kind.endsWith("listkeys")) {
            ObjectNode keys = FakeCloud.object().put("masterKey", "m");
            keys.putObject("functionKeys").put("default", "f");
            keys.putObject("systemKeys").put("blobs_extension", "blobs-key");
            return Answer.of(200, keys);
        }
        if (kind.equals("config/authsettings/list")
                && resources.containsKey(FakeAzure.key(site + "/config/authsettingsV2"))) {
            ObjectNode second = FakeCloud.object();
            second.putObject("properties").put("configVersion", "v2");
            return Answer.of(200, second);
        }
        if (kind.equals("config/backup/list")) {
            return Answer.of(404, FakeCloud.error("no backup"));
        }
        JsonNode there = resources.get(FakeAzure.key(site + "/" + part.replaceFirst("/list$", "")));
        return Answer.of(200, there == null ? missing(kind) : (ObjectNode) there);
    }

    private static ObjectNode missing(String kind) {
        ObjectNode none = FakeCloud.object();
        if (kind.contains("publishingcredentialspolicies")) {
            none.putObject("properties").put("allow", true);
        } else if (kind.contains("publishingcredentials")) {
            none.putObject("properties").put("publishingUserName", "u").put("publishingPassword", "");
        } else {
            none.putObject("properties");
        }
        return none;
    }
}
