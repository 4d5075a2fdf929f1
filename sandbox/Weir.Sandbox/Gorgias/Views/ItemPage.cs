namespace Weir.Sandbox.Gorgias;

/// <summary>A page of the items of a view, in the order that was asked for. Called while the desk's gate is held.</summary>
internal sealed record ItemPage(IReadOnlyList<Place> Items, bool HasBefore, bool HasAfter)
{
    public static ItemPage Read(Desk desk, View view, ItemQuery query)
    {
        var filter = ViewFilter.Of(view.Filters, desk.Owner, view.Type);
        var found = Candidates(desk, view, query, filter).Take(query.Limit + 1).ToList();
        var isMore = found.Count > query.Limit;
        if (isMore)
        {
            found.RemoveAt(query.Limit);
        }

        if (query.IsBackwards)
        {
            found.Reverse();
        }

        var isInside = query.Value is not null && found.Count > 0;
        return new ItemPage(
            found,
            query.IsBackwards ? isMore : isInside,
            query.IsBackwards ? isInside : isMore);
    }

    private static IEnumerable<Place> Candidates(Desk desk, View view, ItemQuery query, ViewFilter filter)
    {
        var isOfCustomers = view.Type == View.OfCustomers;
        var isIndexed = query.Order is "created_datetime" or "updated_datetime";
        var index = isOfCustomers ? desk.Customers.By(query.Order)
            : isIndexed ? desk.Tickets.By(query.Order)
            : desk.Tickets.By(
                query.Order, query.Descending, ticket => query.ValueOf(TicketPaths.SortValue(ticket, query.Order)));
        var (from, to) = isIndexed
            ? filter.Between($"{(isOfCustomers ? "customer" : "ticket")}.{query.Order}")
            : (long.MinValue, long.MaxValue);
        var places = new TimeWindow(from, to).Walk(index, query.IsDownwards, query.Behind);
        return places.Where(place => isOfCustomers
            ? desk.Customers.Find((int)place.Id) is { } customer && Takes(view, customer.Name, customer.Email)
                && filter.Takes(path => CustomerPaths.ValueOf(customer, path))
            : desk.Tickets.Find((int)place.Id) is { } ticket && Takes(view, ticket.Subject, ticket.Excerpt)
                && filter.Takes(path => TicketPaths.ValueOf(desk, ticket, path)));
    }

    private static bool Takes(View view, params ReadOnlySpan<string?> texts)
    {
        if (string.IsNullOrEmpty(view.Search))
        {
            return true;
        }

        foreach (var text in texts)
        {
            if (text?.Contains(view.Search, StringComparison.OrdinalIgnoreCase) == true)
            {
                return true;
            }
        }

        return false;
    }
}
