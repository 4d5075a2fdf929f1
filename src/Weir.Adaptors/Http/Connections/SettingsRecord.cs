using System.Text.Json;
using Weir.Engine.Connections;

namespace Weir.Adaptors.Http.Connections;

/// <summary>A connection's settings as the record that a definition's templates see.</summary>
internal static class SettingsRecord
{
    /// <summary>The settings without the secrets: for addresses, accounts and limits.</summary>
    public static JsonDocument Of(ConnectionSnapshot connection) => Write(connection, withSecrets: false);

    /// <summary>With the secrets, for the sign-in and nothing else. // Promise 5</summary>
    public static JsonDocument WithSecrets(ConnectionSnapshot connection) => Write(connection, withSecrets: true);

    private static JsonDocument Write(ConnectionSnapshot connection, bool withSecrets)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            foreach (var (field, value) in connection.Settings)
            {
                if (value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
                {
                    json.WritePropertyName(field);
                    value.WriteTo(json);
                }
            }

            if (withSecrets)
            {
                foreach (var (field, secret) in connection.Secrets)
                {
                    json.WriteString(field, secret.Reveal());
                }
            }

            json.WriteEndObject();
        }

        return JsonDocument.Parse(memory.ToArray());
    }
}
