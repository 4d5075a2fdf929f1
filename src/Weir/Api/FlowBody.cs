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

/// <summary>A step: one of a lookup (an export's id), an import or a branch.</summary>
internal sealed record FlowStepBody(
    string? Id = null,
    string? Name = null,
    bool Enabled = true,
    string? Lookup = null,
    string? Import = null,
    FlowBranchBody? Branch = null,
    JsonElement? When = null,
    string? Into = null,
    string OnError = "stop");

/// <summary>The ways that a branch sends records: <c>mode</c> is first (the first case that fits) or all (every one).</summary>
internal sealed record FlowBranchBody(IReadOnlyList<FlowCaseBody> Cases, string Mode = "first");

/// <summary>One way through a branch, with steps of its own; <c>when</c> left out or null takes every record.</summary>
internal sealed record FlowCaseBody(string? Name = null, JsonElement? When = null, IReadOnlyList<FlowStepBody>? Steps = null);
