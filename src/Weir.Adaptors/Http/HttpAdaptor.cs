using System.Runtime.CompilerServices;
using Weir.Adaptors.Http.Addresses;
using Weir.Adaptors.Http.Connections;
using Weir.Adaptors.Http.Masking;
using Weir.Adaptors.Http.Requests;
using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Adaptors.Http;

/// <summary>
/// Speaks HTTP to any application that has a definition. Sockets open only to addresses that are allowed, sign-ins go only
/// to the origin of the connection's base address, and what all requests of a connection share is computed once.
/// </summary>
public sealed class HttpAdaptor : IAdaptor, IDisposable
{
    private readonly Routes _routes;
    private readonly HttpSender _sender;
    private readonly RequestCompiler _compiler;
    private readonly ConditionalWeakTable<ApplicationDefinition, HttpPlan> _plans = [];
    private readonly ConditionalWeakTable<ConnectionSnapshot, HttpTarget> _targets = [];

    public HttpAdaptor(HttpOptions options, TimeProvider time)
        : this(options, time, SocketGuard.ResolveAsync, SocketGuard.OpenAsync)
    {
    }

    internal HttpAdaptor(HttpOptions options, TimeProvider time, ResolveHost resolve, OpenSocket open)
    {
        _routes = new Routes(options, resolve, open);
        _sender = new HttpSender(options, _routes, time);
        _compiler = new RequestCompiler(options);
    }

    public string Kind => "http";

    public Budget BudgetOf(ConnectionSnapshot connection) => TargetOf(connection).Budget;

    public string OriginOf(ConnectionSnapshot connection) => Origin.Of(TargetOf(connection).Base);

    public IPageSource OpenSource(SourceSpec spec) => _compiler.Source(spec);

    public IRecordCall OpenLookup(SourceSpec spec) => _compiler.Lookup(spec);

    public IDestination OpenDestination(DestinationSpec spec) => _compiler.Destination(spec);

    /// <summary>A refusal when the settings give no path.</summary>
    public PreparedCall PrepareTest(ConnectionSnapshot connection)
    {
        var parts = TargetOf(connection).TestPath.Split('?', 2);
        var path = parts[0].Length == 0 || parts[0][0] == '/' ? parts[0] : "/" + parts[0];
        if (PathRules.Problem(path) is { } problem)
        {
            throw RefusalException.Invalid("settings.testPath", problem);
        }

        return new HttpCall
        {
            Method = HttpMethod.Get,
            Path = path,
            Query = parts.Length == 2 ? parts[1] : "",
            StaysOnOrigin = true,
        };
    }

    public TestReading ReadTest(ConnectionSnapshot connection, Answer answer)
    {
        var target = TargetOf(connection);
        var reading = target.Plan.Test.Read(answer, target.Mask);
        if (!target.Plan.AsksWhereItIsTold || reading.Fault is not { HttpStatus: not null, Code: ErrorCodes.NotFound or ErrorCodes.Unexpected } fault)
        {
            return reading;
        }

        // An address that takes only POST, a chat's webhook for example, is no place to ask.
        using var asked = PrepareTest(connection);
        var said = fault.Message.TrimEnd('.', ' ');
        return reading with
        {
            Fault = fault with { Message = $"{said}. The test asked for GET {Show(connection, asked).Url}; the test path can name an address that answers." },
        };
    }

    public ValueTask<Answer> SendAsync(
        ConnectionSnapshot connection, PreparedCall call, CancellationToken cancellationToken)
    {
        if (connection.Unusable is { } unusable)
        {
            return ValueTask.FromResult(new Answer { Fault = unusable });
        }

        try
        {
            return _sender.SendAsync(TargetOf(connection), (HttpCall)call, cancellationToken);
        }
        catch (RefusalException refusal)
        {
            return ValueTask.FromResult(new Answer
            {
                Fault = new Fault
                {
                    Kind = FaultKind.Rejected,
                    Code = refusal.Code,
                    Message = refusal.Message,
                    NotSent = true,
                },
            });
        }
    }

    public ShownRequest Show(ConnectionSnapshot connection, PreparedCall call) =>
        HttpSender.Show(TargetOf(connection), (HttpCall)call);

    public string Masked(ConnectionSnapshot connection, string text) => MaskOf(connection).Apply(text);

    public void Dispose() => _routes.Dispose();

    private SecretMask MaskOf(ConnectionSnapshot connection)
    {
        try
        {
            return TargetOf(connection).Mask;
        }
        catch (RefusalException)
        {
            // Its settings give no address any more; what was sent before may still be repeated.
            return new SecretMask(connection, null);
        }
    }

    private HttpTarget TargetOf(ConnectionSnapshot connection) =>
        _targets.TryGetValue(connection, out var known) ? known : _targets.GetValue(connection, Compute);

    private HttpTarget Compute(ConnectionSnapshot connection)
    {
        try
        {
            return new HttpTarget(connection, _plans.GetValue(connection.Application, static a => new HttpPlan(a)));
        }
        catch (EvaluationException e)
        {
            throw RefusalException.Invalid("settings", e.Message);
        }
    }
}
