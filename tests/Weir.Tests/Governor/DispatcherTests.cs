using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Engine.Governor;
using Weir.Engine.Runs;
using Weir.Model;
using Weir.Tests.Fakes;

namespace Weir.Tests.Governor;

public sealed class DispatcherTests
{
    private static readonly Fault Down =
        new() { Kind = FaultKind.Transient, Code = ErrorCodes.Unreachable, Message = "Refused.", NotSent = true };

    private static readonly Fault Told = new()
    {
        Kind = FaultKind.Throttled,
        Code = ErrorCodes.RateLimited,
        Message = "Wait.",
        RetryAfter = TimeSpan.FromSeconds(20),
    };

    private static readonly Fault Locked =
        new() { Kind = FaultKind.Unauthorized, Code = ErrorCodes.Unauthorized, Message = "Wrong password.", HttpStatus = 401 };

    [Fact]
    public async Task A_passing_trouble_is_tried_again_until_it_passes()
    {
        using var rig = new Rig(Down, Down, null);
        Assert.Null((await rig.SendAsync()).Answer.Fault);
        Assert.Equal(3, rig.Attempts);
    }

    [Fact]
    public async Task A_told_wait_is_waited_and_is_no_attempt()
    {
        using var rig = new Rig(Told, null);
        var sent = await rig.SendAsync();
        Assert.Equal((0, 2), (sent.Attempts, rig.Attempts));
        Assert.True(rig.Elapsed >= TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_refused_sign_in_takes_the_connection_offline_and_the_request_waits_for_it_to_come_back()
    {
        using var rig = new Rig(Locked, null);
        var sending = rig.Start();
        await Wait.UntilAsync(() => rig.Governor.Governor.BlockageOf(GovernorRig.Id("a")) is { Until: null });
        Assert.False(sending.IsCompleted);
        rig.Governor.Pass("a");
        Assert.Null((await sending).Answer.Fault);
    }

    [Fact]
    public async Task A_request_that_fails_while_others_pass_is_its_own_error_after_five_attempts()
    {
        using var rig = new Rig([.. Enumerable.Repeat(Down, 9)]);
        rig.OthersPass = true;
        var sent = await rig.SendAsync();
        Assert.Equal(Backoff.AttemptsMax, sent.Attempts);
        Assert.Equal("unreachable", sent.Answer.Fault!.Code);
    }

    [Fact]
    public async Task An_outage_is_no_error_however_long_it_lasts()
    {
        using var rig = new Rig([.. Enumerable.Repeat(Down, 30), null]);
        var sending = rig.Start();
        await rig.AdvanceUntilAsync(() => rig.Governor.Governor.BlockageOf(GovernorRig.Id("a")) is not null);
        Assert.False(sending.IsCompleted);
        await rig.AdvanceUntilAsync(() =>
        {
            rig.Governor.Pass("a");
            rig.OthersPass = false;
            return sending.IsCompleted;
        });
        Assert.True(rig.Attempts >= 5);
    }

    [Fact]
    public async Task A_wait_of_more_than_a_day_is_given_back()
    {
        using var rig = new Rig(Told with { RetryAfter = TimeSpan.FromDays(2) });
        Assert.Equal("rate_limited", (await rig.SendAsync()).Answer.Fault!.Code);
    }

    [Theory]
    [InlineData(Connection.LevelMin)]
    [InlineData(Connection.LevelMax)]
    public async Task A_test_without_a_slot_in_time_is_busy_and_sends_nothing(int level)
    {
        using var rig = new Rig(level, null as Fault);
        Assert.Equal(level, rig.Governor.Take("a", level + 1).Count);
        var test = rig.TestAsync();
        rig.Governor.Clock.AdvanceSeconds(ConnectionTester.LimitMax.TotalSeconds - 0.1);
        Assert.False(test.IsCompleted);
        rig.Governor.Clock.AdvanceSeconds(0.1);
        Assert.Equal(("busy", 0), ((await test).Fault!.Code, rig.Attempts));
    }

    [Fact]
    public async Task A_test_whose_account_is_told_to_wait_while_it_waits_for_a_slot_is_told_so()
    {
        using var rig = new Rig(1, null as Fault);
        var busy = await rig.Governor.Ask("a");
        var test = rig.TestAsync();
        await rig.Governor.TellAsync(busy, GovernorRig.ToldToWait(60));
        await rig.AdvanceUntilAsync(() => test.IsCompleted);
        Assert.Equal(("rate_limited", 0), ((await test).Fault!.Code, rig.Attempts));
    }

    [Fact]
    public async Task A_test_of_a_paused_account_is_told_so_and_sends_nothing()
    {
        using var rig = new Rig(null as Fault);
        await rig.Governor.FailAsync("a", GovernorRig.ToldToWait(60));
        Assert.Equal(("rate_limited", 0), ((await rig.TestAsync()).Fault!.Code, rig.Attempts));
    }

    private sealed class Rig : IDisposable, ILiveConnections
    {
        private readonly FakeApplication _application = new();
        private readonly Dispatcher _dispatcher;
        private readonly PreparedCall _call;
        private readonly DateTimeOffset _began;

        public Rig(params Fault?[] faults)
            : this(2, faults)
        {
        }

        public Rig(int level, params Fault?[] faults)
        {
            Governor = GovernorRig.OpenAsync(
                new PoolMember(GovernorRig.Id("a"), level, null, new Budget("fake:one", null, null))).GetAwaiter().GetResult();
            _began = Governor.Clock.GetUtcNow();
            _dispatcher = new Dispatcher(Governor.Governor, new Backoff(new Random(1)), Governor.Clock);
            _call = _application.Destination().Prepare(
                JsonDocument.Parse("{}").RootElement, "{}"u8, Weir.Expressions.Variables.None, "key");
            _application.SendFault = (n, _) =>
            {
                Attempts = n;
                if (OthersPass)
                {
                    Governor.Pass("a");
                }

                return (n <= faults.Length ? faults[n - 1] : null, true);
            };
        }

        public GovernorRig Governor { get; }

        public int Attempts { get; private set; }

        public bool OthersPass { get; set; }

        public TimeSpan Elapsed => Governor.Clock.GetUtcNow() - _began;

        public ConnectionSnapshot Current(ConnectionId id) => new()
        {
            Id = id,
            Name = "Fake",
            Application = new ApplicationDefinition { Key = "fake", Name = "Fake", Category = "Tests", Description = "" },
            Settings = new Dictionary<string, JsonElement>(),
            Secrets = new Dictionary<string, Secret>(),
        };

        public Task<Dispatched> Start() => _dispatcher.SendAsync(
            new Dispatch(
                GovernorRig.Id("a"), this, _application, _call, "flow_a", RepeatRule.Always, false, 0, new StepTally()),
            default,
            default).AsTask();

        public async Task<Dispatched> SendAsync()
        {
            var sending = Start();
            await AdvanceUntilAsync(() => sending.IsCompleted);
            return await sending;
        }

        public Task<Answer> TestAsync() => _dispatcher.SendOnceAsync(
            Current(GovernorRig.Id("a")), GovernorRig.Id("a"), _application, _call, ConnectionTester.LimitMax, default);

        public Task AdvanceUntilAsync(Func<bool> condition) => Wait.UntilAsync(() =>
        {
            Governor.Clock.AdvanceSeconds(0.5);
            return condition();
        });

        public void Dispose() => Governor.Dispose();
    }
}
