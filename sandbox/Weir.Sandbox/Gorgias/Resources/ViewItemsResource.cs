using System.Globalization;
using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary>
/// <c>/api/views/{id}/items</c>: what is in a view, and what would be in one that is only in the body. Its <c>meta</c>
/// has links instead of cursors, and there is neither <c>object</c> nor <c>uri</c>.
/// </summary>
internal static class ViewItemsResource
{
    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/views/{id}/items", "the items; order_by, direction, ignored_item; follow meta.next_items", List),
        new("PUT", "/api/views/{id}/items", "id 0: the items of the view in the body", Search),
    ];

    private static void List(GorgiasRequest request)
    {
        var view = request.Read(desk => desk.Setup.Views.Get(request.PathId));
        Write(request, view);
    }

    private static void Search(GorgiasRequest request)
    {
        if (request.PathId != 0)
        {
            throw GorgiasProblem.NotFound();
        }

        const string failure = "Failed to search view items";
        var body = request.ReadBody();
        body.Require("view");
        var inner = body.Object("view");
        var view = inner is null ? null : request.Read(desk => ViewReading.Read(inner, desk, ViewReading.Fresh));
        body.Done(failure);
        Write(request, view!);
    }

    private static void Write(GorgiasRequest request, View view)
    {
        var query = ItemQuery.Read(request.Query, view);
        request.Query.Done();
        var json = request.Reply.Json;
        lock (request.Desk.Gate)
        {
            var page = ItemPage.Read(request.Desk, view, query);
            json.WriteStartObject();
            json.WriteStartArray("data"u8);
            foreach (var place in page.Items)
            {
                WriteItem(request, view, (int)place.Id);
            }

            json.WriteEndArray();
            json.WriteStartObject("meta"u8);
            WriteLink(json, "next_items"u8, page.HasAfter ? Link(request, query, "next", page.Items[^1]) : null);
            WriteLink(json, "prev_items"u8, page.HasBefore ? Link(request, query, "prev", page.Items[0]) : null);
            WriteLink(
                json,
                "current_cursor"u8,
                (page.HasAfter || page.HasBefore) && page.Items.Count > 0 ? query.Encode(page.Items[0].Value) : null);
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }

    private static void WriteItem(GorgiasRequest request, View view, int id)
    {
        if (view.Type == View.OfCustomers)
        {
            CustomerWriting.WriteRow(request.Reply.Json, request.Desk.Customers.Find(id)!);
            return;
        }

        var ticket = TicketView.Of(request.Desk, request.Desk.Tickets.Find(id)!);
        TicketWriting.WriteRow(request.Reply.Json, ticket, isInView: true);
    }

    private static void WriteLink(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text) =>
        json.WriteString(name, text);

    private static string Link(GorgiasRequest request, ItemQuery query, string direction, Place place)
    {
        var order = request.Query.Text("order_by") is { } orderBy ? $"&order_by={Uri.EscapeDataString(orderBy)}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{request.Incoming.Path}?direction={direction}&limit={query.Limit}{order}"
            + $"&cursor={Uri.EscapeDataString(request.Cursors.Given(query.Encode(place.Value))!)}&ignored_item={place.Id}");
    }
}
