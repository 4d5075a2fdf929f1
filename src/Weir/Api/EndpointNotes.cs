using Weir.Model;

namespace Weir.Api;

/// <summary>What the OpenAPI document says of an endpoint beyond what its handler shows.</summary>
internal static class EndpointNotes
{
    /// <summary>Answers <c>{"data":[…],"next":…}</c> and takes the parameters of a list of resources.</summary>
    public static RouteHandlerBuilder ProducesList<T>(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesSlice<T>()
        .TakesQuery("q", "Only names that contain this.")
        .TakesQuery("sort", "name (default), createdAt or updatedAt; with a minus before it, descending.");

    /// <summary>Answers <c>{"data":[…],"next":…}</c>, newest first.</summary>
    public static RouteHandlerBuilder ProducesSlice<T>(this RouteHandlerBuilder endpoint) => endpoint
        .Produces<ListView<T>>()
        .TakesQuery("limit", "1–200, default 50.")
        .TakesQuery("cursor", "The <next> of the answer before.");

    /// <summary>Takes a body that looks like what is read, without its read-only fields.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="readOnly">Fields that a client cannot write.</param>
    /// <param name="needed">Fields that must be there; none for a patch.</param>
    public static RouteHandlerBuilder Takes<T>(
        this RouteHandlerBuilder endpoint, IReadOnlyList<string> readOnly, params IReadOnlyList<string> needed) =>
        endpoint.WithMetadata(new BodyNote(typeof(T), readOnly, needed));

    /// <summary>Heeds <c>If-Match</c>, as every <c>PATCH</c> and <c>DELETE</c> does.</summary>
    public static RouteHandlerBuilder TakesIfMatch(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new IfMatchNote());

    /// <summary>A <c>PATCH</c> or <c>DELETE</c> of something without versions: an <c>If-Match</c> matches nothing there.</summary>
    public static RouteHandlerBuilder HasNoVersions(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new NoVersionsNote());

    /// <summary>Whether the endpoint heeds <c>If-Match</c>.</summary>
    public static bool HeedsIfMatch(string method, IReadOnlyCollection<object> notes) =>
        notes.OfType<IfMatchNote>().Any()
        || ((HttpMethods.IsPatch(method) || HttpMethods.IsDelete(method)) && !notes.OfType<NoVersionsNote>().Any());

    /// <summary>Takes a body of its own shape.</summary>
    public static RouteHandlerBuilder TakesBody<T>(this RouteHandlerBuilder endpoint, params IReadOnlyList<string> needed) =>
        endpoint.Takes<T>([], needed);

    /// <summary>Takes a body of its own shape, or none at all.</summary>
    public static RouteHandlerBuilder MayTakeBody<T>(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new BodyNote(typeof(T), [], [], IsNeeded: false));

    /// <summary>
    /// Asked twice it does no harm, and its answer may not be kept on disk or sets a cookie: an idempotency key changes
    /// nothing here.
    /// </summary>
    public static RouteHandlerBuilder AnsweredAnew(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new AnsweredAnewNote());

    /// <summary>Takes a query parameter.</summary>
    public static RouteHandlerBuilder TakesQuery(this RouteHandlerBuilder endpoint, string name, string says) =>
        endpoint.WithMetadata(new QueryNote(name, says));
}

/// <summary>A list as it is answered.</summary>
internal sealed record ListView<T>(IReadOnlyList<T> Data, string? Next);

/// <summary>A query parameter of an endpoint.</summary>
internal sealed record QueryNote(string Name, string Says);

/// <summary>The answer is not kept for an idempotency key.</summary>
internal sealed record AnsweredAnewNote;

/// <summary>An endpoint that heeds <c>If-Match</c>.</summary>
internal sealed record IfMatchNote;

/// <summary>What it changes has no versions.</summary>
internal sealed record NoVersionsNote;

/// <summary>The body of an endpoint.</summary>
internal sealed record BodyNote(
    Type View, IReadOnlyList<string> ReadOnly, IReadOnlyList<string> Needed, bool IsNeeded = true);

/// <summary>Problem details as every refusal is answered (RFC 9457).</summary>
internal sealed record ProblemView(
    string Type, string Title, int Status, string Detail, string Code, IReadOnlyList<Problem> Errors);
