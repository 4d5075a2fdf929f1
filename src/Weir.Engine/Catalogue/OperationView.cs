using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Engine.Documents;
using Weir.Engine.Imports;
using Weir.Model;

namespace Weir.Engine.Catalogue;

/// <summary>What can be done with an application.</summary>
/// <param name="Key"><c>tickets.list</c></param>
/// <param name="Name">For people.</param>
/// <param name="Kind">Where it can stand: an export, a lookup or an import.</param>
/// <param name="Resource">What it reads or writes.</param>
/// <param name="Description">What it does.</param>
/// <param name="Parameters">What it can be told.</param>
/// <param name="Schema">JSON Schema of a record; null where none is known.</param>
/// <param name="Requests">What it costs, in words.</param>
/// <param name="Causes">What a write sets off at the other side, in words; null: nothing that is known.</param>
/// <param name="Order">The order in which a list comes; null where none is stated, and for what is no list.</param>
/// <param name="Delta">How changed records are found; null where they cannot be asked for.</param>
/// <param name="Repeat">
/// Of an import: whether a request whose outcome is unknown is sent again where the import does not say so itself; else null.
/// </param>
public sealed record OperationView(
    string Key,
    string Name,
    [property: JsonConverter(typeof(OperationKindConverter))] OperationKind Kind,
    string? Resource,
    string? Description,
    IReadOnlyList<ParameterView> Parameters,
    JsonElement? Schema,
    string? Requests,
    string? Causes,
    OrderView? Order,
    DeltaView? Delta,
    [property: JsonConverter(typeof(RepeatRuleConverter))] RepeatRule? Repeat)
{
    internal static OperationView Of(OperationDefinition operation) => new(
        operation.Key,
        operation.Name,
        operation.Kind,
        operation.Resource,
        operation.Description,
        [.. operation.Parameters.Select(ParameterView.Of)],
        operation.Schema.OrNull(),
        operation.Requests,
        operation.Causes.Length == 0 ? null : operation.Causes,
        operation.Order is { } order ? OrderView.Of(order) : null,
        operation.Delta is { } delta ? DeltaView.Of(delta) : null,
        operation.Kind == OperationKind.Import ? operation.Repeat : null);
}

/// <summary>A parameter of an operation; the members mean what they mean in a <see cref="FormFieldView"/>.</summary>
public sealed record ParameterView(
    string Name,
    string Label,
    string Type,
    bool Required,
    string? Help,
    JsonElement? Default,
    IReadOnlyList<FormOption> Options)
{
    internal static ParameterView Of(OperationParameter parameter) => new(
        parameter.Name,
        parameter.Label,
        FormFieldView.TypeOf(parameter.Kind),
        parameter.Required,
        parameter.Help,
        FormFieldView.DefaultOf(parameter.Kind, parameter.Default),
        parameter.Options);
}

/// <summary>The stated order of a list: a run that has to begin again leans on it.</summary>
/// <param name="By">Path of the value that records are sorted by.</param>
/// <param name="Tie">Path of the value that decides between equal ones.</param>
/// <param name="Direction">Of both: <c>ascending</c> or <c>descending</c>.</param>
public sealed record OrderView(
    string By, string Tie, [property: JsonConverter(typeof(OrderDirectionConverter))] OrderDirection Direction)
{
    internal static OrderView Of(OrderDefinition order) => new(order.By, order.Tie, order.Direction);
}

/// <summary>How a run in mode <c>delta</c> finds what has changed.</summary>
/// <param name="How">
/// <c>asked</c>: the application gives only what has changed; <c>newestFirst</c>: the list comes newest first and is read as far as
/// the last run; <c>compared</c>: records are compared with what was delivered.
/// </param>
/// <param name="Changed">Path of the time of change in a record; null where it has none.</param>
/// <param name="OverlapSeconds">From so many seconds before the last run on it is read again.</param>
/// <param name="Lookback">What is compared goes so far back: <c>60d</c>; null: the whole list.</param>
public sealed record DeltaView(string How, string? Changed, int OverlapSeconds, string? Lookback)
{
    internal static DeltaView Of(DeltaDefinition delta) => new(
        delta.Compare ? "compared" : delta.NewestFirst is null ? "asked" : "newestFirst",
        delta.Changed ?? delta.NewestFirst,
        delta.OverlapSeconds,
        delta.Lookback);
}

/// <summary>Kinds as the contract writes them.</summary>
internal sealed class OperationKindConverter() : JsonStringEnumConverter<OperationKind>(JsonNamingPolicy.CamelCase);

/// <summary>Directions as definitions write them.</summary>
internal sealed class OrderDirectionConverter() : JsonStringEnumConverter<OrderDirection>(JsonNamingPolicy.CamelCase);
