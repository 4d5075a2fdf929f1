using Weir.Model;

namespace Weir.Tests.Audit;

public sealed class AuditActionTests
{
    [Fact]
    public void Every_constant_is_in_the_registry_with_its_sentence() => Assert.All(
        typeof(AuditActions).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!),
        action => Assert.EndsWith(".", AuditActions.All[action], StringComparison.Ordinal));

    [Fact]
    public void Every_kind_of_resource_has_its_saves() => Assert.All(
        Enum.GetValues<ResourceKind>(),
        kind => Assert.All(
            [AuditActions.Created(kind), AuditActions.Changed(kind), AuditActions.Reverted(kind), AuditActions.Deleted(kind)],
            action => Assert.Contains(action, AuditActions.All.Keys)));
}
