using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary>Reads a view from a body: only what was sent changes.</summary>
internal static class ViewReading
{
    private const int TextMax = 255;

    public static View Fresh => new() { Id = 0, Name = "", Slug = "", Created = 0 };

    public static View Read(BodyReader body, Desk desk, View view)
    {
        var type = body.Choice("type", view.Type, View.OfTickets, View.OfCustomers);
        var filters = body.Text("filters", view.Filters) ?? "";
        try
        {
            _ = ViewFilter.Of(filters, desk.Owner, type);
        }
        catch (FormatException e)
        {
            body.Wrong("filters", e.Message);
        }

        // Only the filters count; what a client read and sends back is taken and made anew.
        _ = body.Json("filters_ast");
        _ = body.Text("group_by");
        var name = body.Text("name", view.Name, TextMax) ?? "";
        var read = view with
        {
            Type = type,
            Filters = filters,
            Name = name,
            Slug = body.Text("slug", view.Slug, TextMax) ?? view.Slug,
            Category = body.Choice("category", view.Category, "user", "system"),
            Visibility = body.Choice("visibility", view.Visibility, "public", "shared", "private"),
            Fields = body.Json("fields", view.Fields, JsonValueKind.Array) ?? "[]",
            OrderDir = body.Choice("order_dir", view.OrderDir, "asc", "desc"),
            Search = body.Text("search", view.Search),
            Decoration = body.Json("decoration", view.Decoration, JsonValueKind.Object),
            SectionId = body.Int("section_id", view.SectionId),
            Deactivated = body.Time("deactivated_datetime", view.Deactivated),
            SharedWithTeams = body.Ids("shared_with_teams", view.SharedWithTeams),
            SharedWithUsers = body.Ids("shared_with_users", view.SharedWithUsers),
        };
        return read with { OrderBy = body.Choice("order_by", view.OrderBy, [.. ItemQuery.OrdersOf(read)]) };
    }
}
