import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Runs a query repeatedly with JDBC: JdbcRuns PORT QUERY SETTING. Prints the number of runs before a failure. */
class JdbcRuns {
    public static void main(String[] arguments) throws SQLException {
        String settings = arguments[2].equals("safe") ? "&prepareThreshold=0" : "";
        String url = "jdbc:postgresql://127.0.0.1:" + arguments[0] + "/clerk?user=postgres" + settings;
        boolean hasParameter = arguments[1].equals("parameter");
        String query = hasParameter
            ? "select count(id) from clerk.users where id = ?"
            : "select count(id) from clerk.domains";
        int runs = 0;
        try (Connection connection = DriverManager.getConnection(url);
             PreparedStatement statement = connection.prepareStatement(query)) {
            for (; runs < 20; runs++) {
                if (hasParameter) statement.setString(1, "user_x");
                statement.executeQuery().next();
            }
        } catch (SQLException error) {
            // The backend has ended.
        }
        System.out.println(runs);
    }
}
