using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Connections;

/// <summary>A connection at rest: its own fields as one document, status and last test beside it, secrets nowhere.</summary>
internal static class ConnectionDocument
{
    public static string Write(Connection connection) => DocumentWriter.Text(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("name", connection.Name);
        writer.WriteString("application", connection.Application);
        writer.WriteStartObject("settings");
        foreach (var (field, value) in connection.Settings)
        {
            writer.WritePropertyName(field);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.WriteId("borrowConcurrencyFrom", connection.BorrowConcurrencyFrom);
        writer.WriteNumber("concurrencyLevel", connection.ConcurrencyLevel);
        writer.WriteEndObject();
    });

    /// <summary>Null when it was never tested.</summary>
    public static string? WriteState(ConnectionStatus status, TestResult? test) =>
        status == ConnectionStatus.Untested && test is null ? null : DocumentWriter.Text(writer =>
        {
            writer.WriteStartObject();
            writer.WriteEnum<ConnectionStatus>("status", status);
            if (test is not null)
            {
                writer.WriteStartObject("lastTest");
                writer.WriteTime("at", test.At);
                writer.WriteBoolean("ok", test.Ok);
                writer.WriteString("code", test.Code);
                writer.WriteString("message", test.Message);
                writer.WriteNumber("latencyMs", test.LatencyMs);
                if (test.FailingSince is { } since)
                {
                    writer.WriteTime("failingSince", since);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        });

    /// <param name="row">As stored.</param>
    /// <param name="secrets">The names of the secret fields that are set.</param>
    public static Connection Read(ResourceRow row, IReadOnlyList<string> secrets)
    {
        var document = DocumentWriter.Parse(row.Document);
        var borrow = document.GetProperty("borrowConcurrencyFrom").GetString();
        var (status, test) = ReadState(row.State);
        return new Connection
        {
            Id = new ConnectionId(row.Id),
            Name = row.Name,
            Application = document.GetProperty("application").GetString()!,
            Settings = document.GetProperty("settings").EnumerateObject()
                .ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal),
            Secrets = secrets,
            BorrowConcurrencyFrom = borrow is null ? null : new ConnectionId(borrow),
            ConcurrencyLevel = document.GetProperty("concurrencyLevel").GetInt32(),
            Status = status,
            LastTest = test,
            Version = row.Version,
            CreatedAt = row.CreatedAt,
            UpdatedAt = row.UpdatedAt,
        };
    }

    private static (ConnectionStatus Status, TestResult? Test) ReadState(string? state)
    {
        if (state is null)
        {
            return (ConnectionStatus.Untested, null);
        }

        var stored = DocumentWriter.Parse(state);
        var status = Enum.Parse<ConnectionStatus>(stored.GetProperty("status").GetString()!, ignoreCase: true);
        return stored.TryGetProperty("lastTest", out var test)
            ? (status, new TestResult(
                test.GetProperty("ok").GetBoolean(),
                test.GetProperty("code").GetString(),
                test.GetProperty("message").GetString()!,
                test.GetProperty("latencyMs").GetInt64(),
                test.GetProperty("at").GetDateTimeOffset())
            {
                FailingSince = test.TryGetProperty("failingSince", out var since) ? since.GetDateTimeOffset() : null,
            })
            : (status, null);
    }
}
