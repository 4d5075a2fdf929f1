using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Engine.Calls;

namespace Weir.Engine.Previews;

/// <summary>What an export reads.</summary>
/// <param name="Records">As a flow would get them, after transform and filter; of a lookup the answer, or its items.</param>
/// <param name="Exchanges">The requests that were sent, oldest first.</param>
/// <param name="Error">Why no more was read; left out when nothing went wrong.</param>
/// <param name="Errors">Records that transform or filter cannot be applied to; left out when there are none.</param>
public sealed record ExportPreviewView(
    IReadOnlyList<JsonElement> Records,
    IReadOnlyList<Exchange> Exchanges,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PreviewFault? Error,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<PreviewError>? Errors);

/// <summary>What an import would send. For a file, all rows are one: method APPEND, the file's name, head line and rows.</summary>
/// <param name="Requests">In the order of the records.</param>
/// <param name="Errors">Records for which nothing can be sent.</param>
public sealed record ImportPreviewView(IReadOnlyList<ShownRequest> Requests, IReadOnlyList<PreviewError> Errors)
{
    /// <summary>What is mapped and is not as the operation describes it; left out when there is nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PreviewWarning>? Warnings { get; init; }
}

/// <summary>What a step makes of a record.</summary>
/// <param name="Record">As the next step would see it; null where it does not come to this one.</param>
/// <param name="Input">As it comes to the step; null where it does not: a step before it fails, or a branch goes another way.</param>
/// <param name="Requests">What an import would send, or has sent.</param>
/// <param name="Exchanges">What was sent: to read the source and for lookups, and by an import that was asked to send.</param>
/// <param name="Skipped">True when the step's own <c>when</c> leaves the record out.</param>
/// <param name="Errors">Why the record would stand in the errors, at this step or at one before it.</param>
public sealed record StepPreviewView(
    JsonElement? Record,
    JsonElement? Input,
    IReadOnlyList<ShownRequest> Requests,
    IReadOnlyList<Exchange> Exchanges,
    bool Skipped,
    IReadOnlyList<PreviewError> Errors)
{
    /// <summary>Of a branch: the numbers of the cases that take the record, from 0; else left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? Cases { get; init; }

    /// <summary>Of an import: as <see cref="ImportPreviewView.Warnings"/>; left out when there is nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PreviewWarning>? Warnings { get; init; }
}

/// <summary>What the application, or the way to it, said.</summary>
public sealed record PreviewFault(string Code, string Message);

/// <summary>
/// Something that would be sent and is probably a mistake: a field that is not described, a text where a number belongs. The
/// application has the last word.
/// </summary>
/// <param name="Index">The record's place, from 0.</param>
/// <param name="Field">The path in what is mapped; empty for all of it.</param>
/// <param name="Message">What is odd about it, to follow the field.</param>
public sealed record PreviewWarning(int Index, string Field, string Message);

/// <summary>One record's trouble.</summary>
/// <param name="Index">The record's place, from 0.</param>
/// <param name="Code">As the error of a run would have it.</param>
/// <param name="Field">The failing field, as mapping or application name it; null where there is none.</param>
/// <param name="Message">One sentence.</param>
public sealed record PreviewError(int Index, string Code, string? Field, string Message);

/// <summary>How previews are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ExportPreviewView))]
[JsonSerializable(typeof(ImportPreviewView))]
[JsonSerializable(typeof(StepPreviewView))]
public sealed partial class PreviewJson : JsonSerializerContext;
