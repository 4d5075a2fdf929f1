using System.Text.Json;

namespace Weir.Api;

/// <summary>Which errors are meant: either member, not both. An empty filter means all open ones.</summary>
internal sealed record ErrorSelectionBody(IReadOnlyList<string>? Ids = null, ErrorFilterBody? Filter = null);

/// <summary>The filter of the list of errors, as a document.</summary>
internal sealed record ErrorFilterBody(
    string? Status = null,
    string? Step = null,
    string? Code = null,
    string? Cause = null,
    string? Run = null,
    string? TraceKey = null,
    string? Assignee = null,
    string? Tag = null,
    string? Since = null,
    string? Until = null,
    string? Q = null);

/// <summary>The record that will be retried.</summary>
internal sealed record ErrorRecordBody(JsonElement Record);
