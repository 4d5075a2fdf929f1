using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary><c>/api/search</c>: the first few of what has a text in its name or address. Tickets are not found here.</summary>
internal static class SearchResource
{
    private const int SizeDefault = 10;
    private const int SizeMax = 50;

    private static readonly string[] Types =
    [
        "agent", "customer", "customer_profile", "customer_channel", "customer_channel_email",
        "customer_channel_phone", "customers_by_phone", "integration", "team", "tag",
    ];

    public static readonly GorgiasRoute[] Routes =
    [
        new("POST", "/api/search", "type, query, size: agent, customer, customer_channel_email, team, tag and so on", Search),
    ];

    private static void Search(GorgiasRequest request)
    {
        request.Query.Done();
        var body = request.ReadBody();
        body.Require("type");
        var type = body.Choice("type", "", Types);
        var text = body.Text("query") ?? "";
        var size = body.Int("size") ?? SizeDefault;
        if (size is < 1 or > SizeMax)
        {
            body.Wrong("size", $"Must be greater than or equal to 1 and less than or equal to {SizeMax}.");
        }

        body.Done("Failed to search");
        request.Reply.Headers.Add(new("x-gorgias-search-engine", "ES"));
        var json = request.Reply.Json;
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        lock (request.Desk.Gate)
        {
            Write(json, request.Desk, type, text, size);
        }

        json.WriteEndArray();
        json.WriteString("object"u8, "list"u8);
        json.WriteString("uri"u8, ""u8);
        json.WriteStartObject("meta"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Desk desk, string type, string text, int size)
    {
        switch (type)
        {
            case "agent":
                Each(desk.Users.All.Where(user => Has(user.Name) || Has(user.Email)), user => (user.Id, user.Name, user.Email));
                break;
            case "integration":
                Each(desk.Setup.Integrations.All.Where(each => Has(each.Name)), each => (each.Id, each.Name, null));
                break;
            case "team":
                Each(desk.Setup.Teams.All.Where(team => Has(team.Name)), team => (team.Id, team.Name, null));
                break;
            case "tag":
                Each(desk.Tags.All.Where(tag => Has(tag.Name)), tag => (tag.Id, tag.Name, null));
                break;
            case "customer" or "customer_profile":
                Each(
                    desk.Customers.All().Where(customer => Has(customer.Name) || Has(customer.Email)),
                    customer => (customer.Id, customer.Name, customer.Email ?? ""));
                break;
            case "customers_by_phone":
                Each(
                    desk.Customers.All().Where(
                        customer => customer.Channels.Any(channel => channel.Type == "phone" && Has(channel.Address))),
                    customer => (customer.Id, customer.Name, customer.Email ?? ""));
                break;
            default:
                WriteChannels(json, desk, type, text, size);
                break;
        }

        bool Has(string? value) => value?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;

        void Each<T>(IEnumerable<T> rows, Func<T, (int Id, string? Name, string? Email)> form)
        {
            foreach (var row in rows.Take(size))
            {
                var (id, name, email) = form(row);
                json.WriteStartObject();
                json.WriteNumber("id"u8, id);
                json.WriteString("name"u8, name);
                if (email is not null)
                {
                    json.WriteString("email"u8, email);
                }

                json.WriteEndObject();
            }
        }
    }

    private static void WriteChannels(Utf8JsonWriter json, Desk desk, string type, string text, int size)
    {
        var kind = type switch { "customer_channel_email" => "email", "customer_channel_phone" => "phone", _ => null };
        var found =
            from customer in desk.Customers.All()
            from channel in customer.Channels
            where (kind is null || channel.Type == kind)
                && channel.Address.Contains(text, StringComparison.OrdinalIgnoreCase)
            select (customer, channel);
        foreach (var (customer, channel) in found.Take(size))
        {
            json.WriteStartObject();
            json.WriteNumber("id"u8, channel.Id);
            json.WriteString("type"u8, channel.Type);
            json.WriteString("address"u8, channel.Address);
            json.WriteStartObject("customer"u8);
            json.WriteNumber("id"u8, customer.Id);
            json.WriteString("name"u8, customer.Name);
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }
}
