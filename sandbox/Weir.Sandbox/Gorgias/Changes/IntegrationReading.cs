using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary>Reads an integration from a body: only those that speak HTTP can be made.</summary>
internal static class IntegrationReading
{
    private const int TextMax = 255;

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

    private static readonly string[] ContentTypes = ["application/json", "application/x-www-form-urlencoded"];

    private static readonly string[] Triggers =
    [
        "ticket-created", "ticket-updated", "ticket-message-created", "ticket-self-unsnoozed", "ticket-message-failed",
        "ticket-assignment-updated", "ticket-status-updated", "ticket-handed-over",
    ];

    public static Integration Fresh(int id, long now) => new()
    {
        Id = id,
        Type = Integration.Http,
        Name = "",
        UserId = TeamSeed.FirstUserId,
        Created = now,
        Updated = now,
    };

    public static bool IsUsed(Desk desk, Integration integration) => desk.Setup.Rules.All.Any(
        rule => rule.Code.Contains($"integration({integration.Id})", StringComparison.Ordinal));

    public static Integration Read(BodyReader body, Desk desk, Integration integration)
    {
        if (body.Text("type", integration.Type) != integration.Type)
        {
            body.Wrong("type", "Not a valid choice.");
        }

        return integration with
        {
            Name = body.Text("name", integration.Name, TextMax) ?? "",
            Description = body.Text("description", integration.Description),
            Decoration = body.Json("decoration", integration.Decoration, JsonValueKind.Object),
            Meta = body.Json("meta", integration.Meta, JsonValueKind.Object) ?? "{}",
            Deactivated = body.Time("deactivated_datetime", integration.Deactivated),
            Call = body.Object("http") is { } http ? ReadCall(http, integration) : integration.Call,
            Updated = desk.NextChange(),
        };
    }

    private static HttpCall ReadCall(BodyReader http, Integration integration)
    {
        var before = integration.Call;
        if (before is null)
        {
            foreach (var required in (ReadOnlySpan<string>)["url", "method", "request_content_type", "response_content_type"])
            {
                http.Require(required);
            }
        }

        var triggers = new Dictionary<string, bool>(before?.Triggers ?? new Dictionary<string, bool>(), StringComparer.Ordinal);
        if (http.Object("triggers") is { } wanted)
        {
            foreach (var trigger in Triggers)
            {
                // Those who send back what they read send underscores.
                var name = wanted.Has(trigger) ? trigger : trigger.Replace('-', '_');
                if (wanted.Has(name))
                {
                    triggers[trigger] = wanted.Bool(name, false);
                }
            }
        }

        // The id of what was read before may be sent back.
        _ = http.Int("id");
        return new HttpCall
        {
            Id = before?.Id ?? integration.Id + 1,
            Url = http.Text("url", before?.Url) ?? "",
            Method = http.Choice("method", before?.Method ?? "", Methods),
            RequestContentType = http.Choice("request_content_type", before?.RequestContentType ?? "", ContentTypes),
            ResponseContentType = http.Choice("response_content_type", before?.ResponseContentType ?? "", ContentTypes),
            Headers = http.Json("headers", before?.Headers, JsonValueKind.Object) ?? "{}",
            Form = http.Json("form", before?.Form),
            Secret = http.Text("hmac_secret", before?.Secret),
            Triggers = triggers,
        };
    }
}
