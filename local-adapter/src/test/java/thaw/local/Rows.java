package thaw.local;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Reads a results database from outside, as a user would. */
final class Rows {

    private Rows() {}

    static List<String> of(Path database, String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(row.getString(1));
            }
            return rows;
        } catch (SQLException failure) {
            throw new AssertionError(sql, failure);
        }
    }

    static long count(Path database, String where) {
        return Long.parseLong(of(database, "SELECT count(*) FROM results WHERE " + where).get(0));
    }
}
