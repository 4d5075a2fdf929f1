using Weir.Adaptors.Http.Answers;
using Weir.Adaptors.Http.Masking;
using Weir.Engine.Calls;
using Weir.Expressions;
using Weir.Expressions.Paths;
using Weir.Expressions.Templates;
using Weir.Model;

namespace Weir.Adaptors.Http.Connections;

/// <summary>Reads the answer to a connection's test.</summary>
internal sealed class TestPlan(TestDefinition test)
{
    private const string Works = "The connection works";

    private readonly Template? _says = test.Says is { } says ? Template.Parse(says) : null;
    private readonly JsonPath? _expect = test.Expect is { } expect ? JsonPath.Parse(expect) : null;

    public TestReading Read(Answer answer, SecretMask mask)
    {
        if (answer.Fault is { } fault)
        {
            // There is no record that could be refused: the address does not answer as the application does.
            var isOfRecords = fault.Code is ErrorCodes.Rejected or ErrorCodes.TooLarge;
            return new TestReading(null, isOfRecords ? fault with { Code = ErrorCodes.Unexpected } : fault);
        }

        using var json = answer.Body is { } body ? JsonBody.TryParse(body.Memory) : null;
        var root = json?.RootElement ?? default;
        try
        {
            if (_expect is not null && (json is null || !_expect.TryGet(root, out _)))
            {
                return Unexpected(answer.Status);
            }

            var says = json is null ? "" : _says?.RenderText(root, Variables.None) ?? "";
            return new TestReading(says.Length == 0 ? Works : FaultWords.Clean(mask.Apply(says)), null);
        }
        catch (EvaluationException)
        {
            return Unexpected(answer.Status);
        }
    }

    private static TestReading Unexpected(int status) => new(null, new Fault
    {
        Kind = FaultKind.Rejected,
        Code = ErrorCodes.Unexpected,
        Message = "The address answered, but not as the application does: check the address.",
        HttpStatus = status,
    });
}
