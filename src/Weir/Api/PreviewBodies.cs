using System.Text.Json;

namespace Weir.Api;

/// <summary>A JSONPath (RFC 9535) and any JSON value.</summary>
internal sealed record PathPreviewBody(string Path, JsonElement Record);

/// <summary>What the path selects, in the order of RFC 9535.</summary>
internal sealed record PathPreviewView(IReadOnlyList<JsonElement> Values);

/// <summary>A JsonLogic rule and any JSON value.</summary>
internal sealed record FilterPreviewBody(JsonElement Filter, JsonElement Record);

/// <summary>What the rule gives.</summary>
internal sealed record FilterPreviewView(JsonElement Result);

/// <summary>A template, any JSON value, and where the text will stand: text (default), json, path, query or header.</summary>
internal sealed record TemplatePreviewBody(string Template, JsonElement Record, string? For);

/// <summary>What the template renders.</summary>
internal sealed record TemplatePreviewView(string Text);

/// <summary>A mapping with its tables, and any JSON value.</summary>
internal sealed record MappingPreviewBody(JsonElement Mapping, JsonElement? Lookups, JsonElement Record);

/// <summary>A schedule, how many of its times (1–100, default 10), and from when on (default now).</summary>
internal sealed record SchedulePreviewBody(ScheduleBody Schedule, int Count = 10, string? From = null);

/// <summary>The next times.</summary>
internal sealed record SchedulePreviewView(IReadOnlyList<DateTimeOffset> Times);

/// <summary>The mapped record.</summary>
internal sealed record MappingPreviewView(JsonElement Record);

/// <summary>An export as for its creation, which needs no name; how many records to show (1–100, default 10).</summary>
/// <param name="Export">The document.</param>
/// <param name="Limit">The most records that are shown.</param>
/// <param name="Record">Makes it a lookup for this record.</param>
/// <param name="Since">What templates see as <c>lastRun</c>; by default there was no run.</param>
internal sealed record ExportPreviewBody(
    IReadOnlyDictionary<string, JsonElement> Export, int Limit = 10, JsonElement? Record = null, string? Since = null);

/// <summary>An import as for its creation, which needs no name, and at most 100 records.</summary>
internal sealed record ImportPreviewBody(
    IReadOnlyDictionary<string, JsonElement> Import, IReadOnlyList<JsonElement> Records);

/// <summary>What is taken through a step.</summary>
/// <param name="Record">As it comes to the step. Left out: the first record of the source comes through the steps before it.</param>
/// <param name="Flow">Sources and steps as they are being made; left out: as they are stored.</param>
/// <param name="Source">Which source gives the record; left out: the first.</param>
/// <param name="Send">Really sends the record through an import, once; by default nothing is sent.</param>
internal sealed record StepPreviewBody(
    JsonElement? Record = null, FlowPartsBody? Flow = null, string? Source = null, bool Send = false);

/// <summary>What a flow is made of.</summary>
internal sealed record FlowPartsBody(IReadOnlyList<FlowSourceBody>? Sources = null, IReadOnlyList<FlowStepBody>? Steps = null);
