using Lottery.Data;
using Lottery.Data.Activity;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Microsoft.Extensions.Logging;

namespace Lottery.Tests.Activity;

/// <summary>
/// Whatever an operation changes, it changes in a transaction that also adds to the activity log. Seen by triggers on
/// every table, and done with the role that the processes log in with, so that what it may do is enough.
/// </summary>
[TestClass]
[TestProperty("Defect", "D-64")]
[TestProperty("Defect", "D-67")]
public sealed class EveryWriteTests
{
    /// <summary>Operations that change nothing, or nothing that somebody would ask for.</summary>
    private static readonly Dictionary<string, string> Silent = new()
    {
        ["Refresh"] = "goes on with a session whose LOGIN is kept; every terminal does it four times an hour",
        ["SendTelemetry"] = "changes no row; its record is the log's",
    };

    /// <summary>Tables that are the machinery of an act and not the act.</summary>
    private static readonly Dictionary<string, string> Machinery = new()
    {
        ["ticket_counters"] = "a block of numbers is taken beside the sale, so that sales do not wait for each other",
        ["job_runs"] = "that a run begins is kept before its act, and how it ended after it",
    };

    private static string _owner = "";
    private static Counter _counter = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _owner = await TestPostgres.CreateDatabase();
        await RestrictedRole.Execute(_owner, """
            create table test_touches (seq bigserial, xact text, name text, op text);
            create function test_touch() returns trigger language plpgsql as $$
            begin
                insert into public.test_touches (xact, name, op) values (pg_current_xact_id()::text, tg_table_name, tg_op);
                return null;
            end $$;
            do $$ declare t text; begin
                for t in select tablename from pg_tables where schemaname = 'public' and tablename <> 'test_touches' loop
                    execute format('create trigger test_touch after insert or update or delete on %I
                        for each row execute function test_touch()', t);
                end loop;
            end $$;
            """);
        var app = await RestrictedRole.On(_owner);
        _counter = await Counter.Open(await Counter.HostOn(app));
    }

    [ClassCleanup]
    public static async Task Stop()
    {
        await _counter.DisposeAsync();
        await TestPostgres.DropDatabase(_owner);
    }

    [TestMethod]
    public async Task Every_operation_that_is_no_reading_is_walked()
    {
        var contract = await ServedContract.Of(_counter.Host);
        var writing = contract.Operations.Where(o => o.Method != "GET").Select(o => o.Name).Distinct().Order();

        Assert.AreSequenceEqual(writing, new WritingActs(_counter).All.Keys.Order());
    }

    [TestMethod]
    [DynamicData(nameof(Operations))]
    public async Task What_an_operation_changes_is_told_in_the_same_transaction(string operation)
    {
        var act = await new WritingActs(_counter).All[operation]();
        var before = await RestrictedRole.Scalar<long>(_owner, "select coalesce(max(seq), 0) from test_touches");

        (await act()).Succeeded();

        var touches = (await Touches(before)).Where(touch => !Machinery.ContainsKey(touch.Table)).ToList();
        var untold = touches.GroupBy(touch => touch.Xact)
            .Where(xact => !xact.Any(touch => touch is { Table: "activity_logs", Op: "INSERT" })).ToList();
        if (Silent.ContainsKey(operation))
        {
            Assert.IsEmpty(touches.Where(touch => touch.Table == "activity_logs"));
            return;
        }

        Assert.IsNotEmpty(touches, $"{operation} changed nothing");
        Assert.IsEmpty(untold, string.Join("; ", untold.SelectMany(xact => xact).Select(t => $"{t.Op} {t.Table}").Distinct()));
    }

    [TestMethod]
    public async Task Every_line_that_was_committed_is_a_record_named_for_its_act()
    {
        var ticket = (await _counter.Sell(await _counter.OpenSorteo(), _counter.Game.Numero("27", 100))).Data.Id();
        (await _counter.Admin.Patch($"/tickets/{ticket}/cancel")).Succeeded();

        foreach (var action in (ActivityType[])[ActivityType.TicketCreate, ActivityType.TicketCancel])
        {
            var record = _counter.Host.Log.Of(WireNames.Of(action)).Single(r => Equals(r["targetId"], ticket.ToString()));
            Assert.AreEqual((LogLevel.Information, "TICKET"), (record.Level, record["targetType"]));
            Assert.AreEqual(1L, await _counter.Host.Scalar<long>(
                "select count(*) from activity_logs where id = $1 and action = $2", record["activityId"]!, WireNames.Of(action)));
        }
    }

    private static IEnumerable<object[]> Operations => new WritingActs(null!).All.Keys.Select(name => (object[])[name]);

    private static Task<IReadOnlyList<Touch>> Touches(long since) => _counter.Host.Rows(
        row => new Touch(row.GetString(0), row.GetString(1), row.GetString(2)),
        "select xact, name, op from test_touches where seq > $1",
        since);

    private sealed record Touch(string Xact, string Table, string Op);
}
