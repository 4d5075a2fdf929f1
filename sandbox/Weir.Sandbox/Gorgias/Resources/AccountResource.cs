using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary><c>/api/account</c>: it has no id; the domain is its key.</summary>
internal static class AccountResource
{
    private static readonly SmallNoun<AccountSetting> Noun = new(
        "account-setting", null, desk => desk.Setup.Settings, Read, (json, _, setting) => WriteSetting(json, setting));

    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/account", "the account with its settings", Get),
        new("GET", "/api/account/settings", "all of them, not paged; type", ListSettings),
        new("POST", "/api/account/settings", "type is required", Noun.Create(
            (id, now) => new AccountSetting { Id = id, Type = "", Data = "{}", Created = now }, "type")),
        new("PUT", "/api/account/settings/{id}", "", Noun.Update()),
    ];

    private static AccountSetting Read(BodyReader body, Desk desk, AccountSetting setting)
    {
        _ = body.Text("name");
        return setting with
        {
            Type = body.Text("type", setting.Type) ?? "",
            Data = body.Json("data", setting.Data) ?? "{}",
        };
    }

    private static void ListSettings(GorgiasRequest request)
    {
        var type = request.Query.Text("type");
        request.Query.Done();
        var json = request.Reply.Json;
        json.WriteStartObject();
        WriteSettings(request, "data"u8, setting => type is null || setting.Type == type);
        json.WriteEndObject();
    }

    private static void WriteSettings(
        GorgiasRequest request, ReadOnlySpan<byte> name, Func<AccountSetting, bool> takes)
    {
        var json = request.Reply.Json;
        json.WriteStartArray(name);
        lock (request.Desk.Gate)
        {
            foreach (var setting in request.Desk.Setup.Settings.All.Where(takes).OrderBy(each => each.Id))
            {
                WriteSetting(json, setting);
            }
        }

        json.WriteEndArray();
    }

    private static void WriteSetting(Utf8JsonWriter json, AccountSetting setting)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, setting.Id);
        json.WriteString("type"u8, setting.Type);
        json.WriteJson("data"u8, setting.Data);
        json.WriteEndObject();
    }

    private static void Get(GorgiasRequest request)
    {
        request.Query.Done();
        var created = request.Desk.Owner.Created;
        var json = request.Reply.Json;
        json.WriteStartObject();
        json.WriteTime("created_datetime"u8, created - 22_374);
        json.WriteStartObject("current_subscription"u8);
        json.WriteNull("plan"u8);
        json.WriteTime("start_datetime"u8, Seconds(created));
        json.WriteString("status"u8, "trialing"u8);
        json.WriteTime("trial_end_datetime"u8, Seconds(created) + (30 * GorgiasTime.Day));
        json.WriteTime("trial_start_datetime"u8, Seconds(created));
        json.WriteEndObject();
        json.WriteNull("deactivated_datetime"u8);
        json.WriteString("domain"u8, Desk.Domain);
        json.WriteStartObject("meta"u8);
        json.WriteString("analytics_group_id"u8, "00000000-0000-4000-8000-000000000000"u8);
        json.WriteString("company_domain"u8, $"{Desk.Domain}.example");
        json.WriteEndObject();
        WriteSettings(request, "settings"u8, _ => true);
        json.WriteStartObject("status"u8);
        json.WriteString("status"u8, "active"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static long Seconds(long time) => time - (time % GorgiasTime.Second);
}
