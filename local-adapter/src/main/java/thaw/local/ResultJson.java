package thaw.local;

import thaw.json.Finite;
import thaw.json.Json;
import thaw.run.ResultRecord;

/** Results as JSON. NaN and infinities, which JSON cannot carry, become the texts "NaN", "Infinity", "-Infinity". */
final class ResultJson {

    private ResultJson() {}

    static String output(ResultRecord record) {
        return Json.text(Finite.tree(record.output()));
    }

    static byte[] document(ResultRecord record) {
        return Json.bytes(Finite.tree(record.fields()));
    }
}
