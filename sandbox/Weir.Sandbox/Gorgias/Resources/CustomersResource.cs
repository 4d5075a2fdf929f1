namespace Weir.Sandbox.Gorgias;

/// <summary>
/// <c>/api/customers</c>. A row of the list lacks what the customer alone has (channels, integrations).
/// </summary>
internal static class CustomersResource
{
    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/customers", "a list; filters email, external_id, name, language, timezone, channel_type, channel_address, view_id", List),
        new("POST", "/api/customers", "409 for an e-mail address that another one has", Create),
        new("GET", "/api/customers/{id}/custom-fields", "not paged; each with its definition", ListFields),
        new("GET", "/api/customers/{id}", "in whole, with its channels", Get),
        new("PUT", "/api/customers/{id}", "only what was sent; channels and custom_fields replace", Update),
    ];

    private static void List(GorgiasRequest request)
    {
        var query = ListQuery.Read(request.Query, "created_datetime", "updated_datetime");
        var filter = CustomerFilter.Read(request.Query);
        var view = TicketsResource.ListFilter(request, View.OfCustomers);
        request.Query.Done();
        ListPage<Customer> page;
        lock (request.Desk.Gate)
        {
            var customers = request.Desk.Customers;
            page = ListPage<Customer>.Read(
                filter.Index(customers, query.Order),
                query,
                id => customers.Find((int)id) is { } customer
                    && filter.Takes(customer)
                    && (view is null || view.Takes(path => CustomerPaths.ValueOf(customer, path)))
                        ? customer
                        : null);
        }

        request.WriteList(page, CustomerWriting.WriteRow);
    }

    private static void Create(GorgiasRequest request)
    {
        request.Query.Done();
        var body = BodyReader.Of(request.Incoming.Body);
        Customer customer;
        lock (request.Desk.Gate)
        {
            customer = new CustomerChange(request.Desk).Create(body);
            request.Desk.Note(request, customer.Id);
        }

        request.Reply.Status = 201;
        CustomerWriting.WriteWhole(request.Reply.Json, customer, isStored: false);
    }

    private static void Update(GorgiasRequest request)
    {
        request.Query.Done();
        var body = BodyReader.Of(request.Incoming.Body);
        Customer customer;
        lock (request.Desk.Gate)
        {
            var before = request.Desk.Customers.Find(request.PathId) ?? throw GorgiasProblem.NotFound();
            customer = new CustomerChange(request.Desk).Update(body, before);
            request.Desk.Note(request, customer.Id);
        }

        CustomerWriting.WriteWhole(request.Reply.Json, customer, isStored: true);
    }

    private static void ListFields(GorgiasRequest request)
    {
        request.Query.Done();
        lock (request.Desk.Gate)
        {
            var customer = request.Desk.Customers.Find(request.PathId) ?? throw GorgiasProblem.NotFound();
            FieldWriting.WriteWithDefinitions(request.Reply.Json, request.Desk, customer.CustomFields);
        }
    }

    private static void Get(GorgiasRequest request)
    {
        _ = request.Query.Many("relationships");
        request.Query.Done();
        Customer customer;
        lock (request.Desk.Gate)
        {
            customer = request.Desk.Customers.Find(request.PathId) ?? throw GorgiasProblem.NotFound();
        }

        CustomerWriting.WriteWhole(request.Reply.Json, customer, isStored: true);
    }
}
