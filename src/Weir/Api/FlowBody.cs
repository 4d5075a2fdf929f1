using System.Text.Json;

namespace Weir.Api;

/// <summary>A flow as it is written; what is left out has its default.</summary>
internal sealed record FlowBody(
    string Name,
    string? Integration = null,
    bool Enabled = true,
    IReadOnlyList<FlowSourceBody>? Sources = null,
    IReadOnlyList<FlowStepBody>? Steps = null,
    ScheduleBody? Schedule = null,
    IReadOnlyList<string>? RunNext = null);

/// <summary>When a flow runs by itself: a Quartz cron expression in a time zone; <c>missed</c> is once or skip.</summary>
internal sealed record ScheduleBody(string Cron, string Timezone = "UTC", string Missed = "once");

/// <summary>Where records come from. An id that is left out is given by the server.</summary>
internal sealed record FlowSourceBody(string Export, string? Id = null);

/// <summary>A step: either a lookup (an export's id) or an import.</summary>
internal sealed record FlowStepBody(
    string? Id = null,
    string? Name = null,
    bool Enabled = true,
    string? Lookup = null,
    string? Import = null,
    JsonElement? When = null,
    string? Into = null,
    string OnError = "stop");
